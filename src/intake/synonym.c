#include "intake/synonym.h"

#define PLAIN_MAX 64 /* bytes of a header that count; also str_distance's */

/* Names in lower case without blanks or punctuation. */
static const struct synonym_row {
    enum intake_field field;
    const char *names; /* separated by blanks */
} rows[] = {
    { FIELD_ACCOUNT,
      "account accountno accountnumber accountnum accountid acct acctno "
      "acctnum acctnumber acctid clientaccount clientaccountnumber "
      "clientclaim hospitalaccount hospitalaccountid hspaccountid har "
      "patientaccount patientaccountnumber visit visitno visitnumber "
      "encounter encounterno encounternumber claimno claimnumber" },
    { FIELD_FACILITY,
      "facility facilitycode facilityid facilityno fac location locationcode "
      "locationid site sitecode clinic cliniccode department" },
    { FIELD_PERSON,
      "person personid mrn medicalrecord medicalrecordno "
      "medicalrecordnumber patientid patientno patientnumber patid "
      "chartno chartnumber" },
    { FIELD_PATIENT, "patient patientname hspaccountname patname" },
    { FIELD_PATIENT_FIRST,
      "patientfirst patientfirstname ptfirst ptfirstname patfirst "
      "patfirstname firstname first" },
    { FIELD_PATIENT_MIDDLE,
      "patientmiddle patientmiddlename patientmi ptmiddle middlename "
      "middle mi middleinitial" },
    { FIELD_PATIENT_LAST,
      "patientlast patientlastname ptlast ptlastname patlast patlastname "
      "lastname last" },
    { FIELD_PATIENT_SUFFIX, "patientsuffix ptsuffix suffix namesuffix" },
    { FIELD_PATIENT_BORN,
      "patientbirthdate patientdob patientdateofbirth ptdob patdob "
      "patientbirth dob dateofbirth birthdate" },
    { FIELD_PATIENT_DIED,
      "patientdeathdate patientdateofdeath dateofdeath deathdate dod "
      "deceaseddate deceaseddt patientdeceased" },
    { FIELD_GUARANTOR,
      "guarantor guarantorname name debtor debtorname responsibleparty "
      "responsiblepartyname accountname guarname" },
    { FIELD_GUARANTOR_FIRST,
      "guarantorfirst guarantorfirstname debtorfirstname debtorfirst "
      "responsiblefirst responsiblefirstname guarfirst guarfirstname "
      "rpfirst rpfirstname" },
    { FIELD_GUARANTOR_MIDDLE,
      "guarantormiddle guarantormiddlename guarantormi debtormiddlename "
      "guarmiddle" },
    { FIELD_GUARANTOR_LAST,
      "guarantorlast guarantorlastname debtorlastname debtorlast "
      "responsiblelast responsiblelastname guarlast guarlastname rplast "
      "rplastname" },
    { FIELD_GUARANTOR_SUFFIX, "guarantorsuffix debtorsuffix guarsuffix" },
    { FIELD_GUARANTOR_BORN,
      "guarantorbirthdate guarantordob guarantordateofbirth debtordob "
      "guardob responsibledob rpdob" },
    { FIELD_LANGUAGE,
      "language preferredlanguage lang spokenlanguage patientlanguage" },
    { FIELD_ADDRESS1,
      "address1 address addr addr1 addressline1 line1 street "
      "streetaddress guarantoraddress guarantoraddress1 mailingaddress" },
    { FIELD_ADDRESS2,
      "address2 addr2 addressline2 line2 apt unit guarantoraddress2" },
    { FIELD_CITY, "city town guarantorcity" },
    { FIELD_STATE, "state st stateprovince statecode guarantorstate" },
    { FIELD_ZIP, "zip zipcode postalcode postal guarantorzip zip5" },
    { FIELD_PHONE1,
      "phone1 phone phonenumber homephone home dayphone cell cellphone "
      "mobile mobilephone guarantorphone primaryphone telephone" },
    { FIELD_PHONE2,
      "phone2 workphone work eveningphone secondaryphone otherphone "
      "alternatephone" },
    { FIELD_EMAIL, "email emailaddress guarantoremail" },
    { FIELD_SERVICE_FROM,
      "servicedate dateofservice dos servicefrom servicefromdate "
      "servicestart servicestartdate admitdate admissiondate admdate "
      "admdatetime fromdate visitdate serviceon" },
    { FIELD_SERVICE_TO,
      "serviceenddate serviceto servicetodate serviceend dischargedate "
      "dischdate dischdatetime todate enddate lastdateofservice" },
    { FIELD_CHARGED,
      "charges charge totalcharges totalcharge charged billed billedamount "
      "sbototalcharges grosscharges" },
    { FIELD_INSURANCE_PAID,
      "insurancepaid inspaid insurancepayments insurancepayment inspayments "
      "payerpaid totalinsurancepayments" },
    { FIELD_ADJUSTED,
      "adjustments adjustment adjusted totaladjustments sbototaladj adj "
      "contractual contractualadjustment writeoffs" },
    { FIELD_PERSON_PAID,
      "patientpaid patientpayments patientpayment ptpaid selfpaypayments "
      "personpaid guarantorpaid" },
    { FIELD_BALANCE,
      "balance accountbalance currentbalance balancedue amountdue principal "
      "originalamount amountplaced balanceplaced placedamount "
      "agncyhstacctbal patientbalance selfpaybalance amountowed" },
    { FIELD_ITEMIZATION_ON,
      "itemizationdate itemizationon cfpbdate regfdate itemdate" },
    { FIELD_ITEMIZATION_KIND,
      "itemizationkind itemizationtype itemizationdatetype cfpbdatetype" },
    { FIELD_ITEMIZATION_AMOUNT,
      "itemizationamount itemizationbalance cfpbamount cfpbbalance "
      "amountonitemizationdate" },
    { FIELD_LAST_STATEMENT_ON,
      "laststatementdate laststatement laststmtdate laststmt statementdate "
      "laststatementon" },
    { FIELD_FIRST_BILL_ON,
      "firstbilldate firstbill firststatementdate firststmtdate firststmt "
      "firstbillon" },
    { FIELD_IN_DEFAULT, "defaultatplacement indefault default" },
    { FIELD_INSURER,
      "insurer insurance insurancename payer payor payername primarypayer "
      "primaryinsurance" },
    { FIELD_NOTES, "notes note comments comment remarks" },
    { FIELD_AMOUNT,
      "amount amt adjustmentamount adjustmentamt adjamount adjamt adj "
      "adjustment adjustments paymentamount paymentamt pmtamount pmtamt "
      "payment pmt paid amountpaid paidamount patientpaid directpayment "
      "directpaymentamount transactionamount" },
    { FIELD_EVENT_ON,
      "date adjustmentdate adjdate paymentdate pmtdate paiddate paidon "
      "datepaid dateofpayment receiveddate receivedon postdate posteddate "
      "postingdate postedon transactiondate recalldate recalledon "
      "withdrawdate withdrawaldate effectivedate" },
    { FIELD_REFERENCE,
      "reference ref referenceno referencenumber adjustmentid adjid "
      "adjustmentno paymentid pmtid paymentno paymentnumber receiptno "
      "receiptnumber checkno checknumber transactionid transactionno "
      "transactionnumber transid externalid confirmation" },
};

static const char unwanted[] =
    "ssn ssnlast4 socialsecurity socialsecuritynumber patientssn "
    "guarantorssn debtorsocialsecuritynumber ss diagnosis dx icd10 icd "
    "diagnosiscode procedure procedurecode cpt hcpcs revenuecode drg poe "
    "employer gender sex race maritalstatus driverslicense dl passport "
    "financialclass admittype clientid clientno clientnumber clientname "
    "client phoneconsent";

static struct str plain(struct str header, char space[PLAIN_MAX]);
static bool next_name(const char **names, struct str *name);

enum intake_field intake_synonym(struct str header, uint64_t fields)
{
    char space[PLAIN_MAX];
    struct str asked = plain(header, space);
    if (asked.len == 0)
        return FIELD_NONE;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *names = rows[i].names;
        struct str name;
        if ((fields & FIELD_BIT(rows[i].field)) == 0)
            continue;
        while (next_name(&names, &name))
            if (str_equal(name, asked))
                return rows[i].field;
    }
    return FIELD_NONE;
}

bool intake_synonym_is_unwanted(struct str header)
{
    char space[PLAIN_MAX];
    struct str asked = plain(header, space);
    const char *names = unwanted;
    struct str name;
    while (next_name(&names, &name))
        if (str_equal(name, asked))
            return true;
    return false;
}

uint32_t intake_synonym_distance(struct str header, uint64_t fields,
                                 uint32_t limit)
{
    char space[PLAIN_MAX];
    struct str asked = plain(header, space);
    uint32_t best = limit + 1;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((fields & FIELD_BIT(rows[i].field)) == 0)
            continue;
        const char *names = rows[i].names;
        struct str name;
        while (next_name(&names, &name)) {
            /* Two edits make any short word of any other. */
            uint32_t most = name.len < 6 ? 1 : limit;
            uint32_t far = str_distance(name, asked, most);
            if (far <= most && far < best)
                best = far;
        }
    }
    return best;
}

static struct str plain(struct str header, char space[PLAIN_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < header.len; i++) {
        char c = header.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                      || (unsigned char)c >= 0x80;
        if (!counts)
            continue;
        if (len == PLAIN_MAX)
            return (struct str){ space, 0 };
        space[len++] = c;
    }
    return (struct str){ space, len };
}

static bool next_name(const char **names, struct str *name)
{
    const char *from = *names;
    while (*from == ' ')
        from++;
    const char *to = from;
    while (*to != '\0' && *to != ' ')
        to++;
    *name = (struct str){ from, (size_t)(to - from) };
    *names = to;
    return to > from;
}
