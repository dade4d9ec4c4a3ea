"""Are law/zones-*.csv what tools/make_zones.py makes of the data folder?"""
import filecmp
import os
import subprocess
import sys
import tempfile

NAMES = ['zip3', 'zip5', 'area-code', 'state']


def main():
    root = sys.argv[1]
    if not os.path.isdir(os.path.join(os.environ['BEDSIDE_DATA'], 'tables')):
        print('no data folder, so no tables to compare', file=sys.stderr)
        sys.exit(77)
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([sys.executable, f'{root}/tools/make_zones.py', made],
                       check=True)
        differ = [name for name in NAMES
                  if not filecmp.cmp(f'{made}/zones-{name}.csv',
                                     f'{root}/law/zones-{name}.csv',
                                     shallow=False)]
    if differ:
        sys.exit(f'run tools/make_zones.py law: {differ} differ')


if __name__ == '__main__':
    main()
