#!/usr/bin/env python3
"""manpage.py BEDSIDE [--check FILE] - bedside(1) from what --help says.

One source: the table of commands.  With --check the given page must be what
would be made, else it exits 1 (a test keeps it so).
"""
import re
import subprocess
import sys


def help_of(binary, *words):
    return subprocess.run([binary, *words, '--help'], capture_output=True,
                          text=True).stdout


def escape(text):
    text = text.replace('\\', '\\e').replace('-', '\\-')
    return re.sub(r"^([.'])", r'\\&\1', text, flags=re.M)


def page(binary):
    top = help_of(binary)
    out = ['.\\" Made by tools/manpage.py from the table of commands.',
           '.TH BEDSIDE 1 "" "bedside" "User Commands"', '.SH NAME',
           'bedside \\- medical bills with a bedside manner', '.SH SYNOPSIS',
           '.B bedside', '.I COMMAND', '[options]', '.SH DESCRIPTION',
           'What a collection agency or a hospital\'s business office runs to '
           'resolve bills and keep the patient\'s trust.',
           'A command is a request to the same router as the pages: over '
           'admin.sock when somebody serves the folder, else in its own '
           'process.', '.SH COMMANDS']
    for line in top.split('\n'):
        found = re.match(r'  ([a-z-]+(?: [a-z]+)?)  +(\S.*)', line)
        if not found:
            continue
        name = found.group(1)
        text = help_of(binary, *name.split())
        lines = text.rstrip().split('\n')
        out += ['.SS ' + escape(name), escape(found.group(2)), '.P', '.nf',
                escape('\n'.join(lines)), '.fi']
    out += ['.SH EXIT STATUS',
            '0 done; 64 wrong use; 65 what was given is wrong; 66 not there; '
            '71 a limit; 73 a conflict; 74 outside; 75 busy, try again; '
            '76 corrupt; 77 not allowed.',
            '.SH FILES', 'FOLDER (else $BEDSIDE_FOLDER, else ./bedside\\-data) '
            'holds the store, spool and law overrides; FOLDER\\-keys/master '
            'holds the keys and is never inside it.', '']
    return '\n'.join(out)


def main():
    made = page(sys.argv[1])
    if len(sys.argv) > 3 and sys.argv[2] == '--check':
        if open(sys.argv[3], encoding='utf-8').read() == made:
            return 0
        print('the manual page is not what the commands say; run\n'
              '  tools/manpage.py build/bedside > docs/man/bedside.1')
        return 1
    print(made, end='')
    return 0


if __name__ == '__main__':
    sys.exit(main())
