#include "intake/invent_words.h"

static const char *const first_en[] = {
    "Abigail", "Alice", "Amos", "Anna", "Arthur", "Beatrice", "Caleb",
    "Carol", "Clara", "Daniel", "David", "Dorothy", "Edith", "Edward",
    "Eleanor", "Emma", "Ethan", "Frances", "Frank", "George", "Grace",
    "Hannah", "Harold", "Helen", "Henry", "Howard", "Irene", "Isaac", "Jacob",
    "James", "Jane", "Janet", "Joan", "John", "Joseph", "Julia", "Karen",
    "Laura", "Leon", "Lillian", "Louis", "Lucy", "Margaret", "Martha",
    "Martin", "Mary", "Naomi", "Nathan", "Nora", "Oliver", "Owen", "Paul",
    "Peter", "Rachel", "Ralph", "Robert", "Rose", "Ruth", "Samuel", "Sarah",
    "Simon", "Stella", "Susan", "Theodore", "Thomas", "Victor", "Violet",
    "Walter", "William",
};

static const char *const first_es[] = {
    "Adriana", "Alejandra", "Alejandro", "Ana", "Andrea", "Antonio",
    "Beatriz", "Camila", "Carlos", "Carmen", "Cecilia", "Daniela", "Diego",
    "Elena", "Emilio", "Esperanza", "Esteban", "Felipe", "Fernanda",
    "Francisco", "Gabriela", "Guadalupe", "Hector", "Ignacio", "Inés",
    "Isabel", "Javier", "Joaquín", "Jorge", "José", "Juana", "Julián",
    "Leticia", "Lorena", "Lucía", "Luis", "Manuel", "Marcos", "María",
    "Mateo", "Miguel", "Natalia", "Nicolás", "Olga", "Pablo", "Patricia",
    "Pedro", "Pilar", "Rafael", "Ramón", "Raúl", "Rosa", "Santiago", "Silvia",
    "Sofía", "Teresa", "Tomás", "Valeria", "Verónica", "Ximena",
};

static const char *const last_en[] = {
    "Alderbrook", "Amberfield", "Ashwick", "Barrowby", "Beechcroft",
    "Bellwood-Hart", "Birchmere", "Blackthistle", "Bramblewood", "Briarholt",
    "Brightwater", "Brookhollow", "Burrowdale", "Cedarlane", "Cloverfield",
    "Coldspring", "Copperleaf", "Cranefield", "Dawnridge", "Dovecote",
    "Driftwell", "Elderhurst", "Emberly", "Fallowfield", "Featherstone-Low",
    "Fernhollow", "Foxglen", "Goldenrod", "Greyharbor", "Hartsmeadow",
    "Hazelton-Reed", "Heatherby", "Hollowell-Pike", "Ivymoor", "Juniperson",
    "Kestrelton", "Larkmeadow", "Lindenwall", "Lowbridge", "Maplethorpe",
    "Marshbank", "Meadowcroft", "Millrace", "Mossgrove", "Nightingdale",
    "Oakhollow", "Otterburn-Vale", "Pebblebrook", "Pinewhistle", "Quillbrook",
    "Ravensmere", "Reedwater", "Rookhaven", "Rosemoor", "Rowanfield",
    "Sablewood", "Sandpiperson", "Shallowford-Dean", "Silverbirch",
    "Snowberry", "Sparrowdale", "Stillwater-Jones", "Stonebriar",
    "Swallowfield", "Tanglewood-Ray", "Thistledown", "Thornapple", "Tidewell",
    "Underhill-Moss", "Vinterby", "Waxwingham", "Wheatridge",
    "Whitlocke-Fenn", "Wickerby", "Willowbrook-Tate", "Windermoor",
    "Wrenfield", "Yarrowdale",
};

static const char *const last_es[] = {
    "Aguablanca", "Alamorroble", "Altamirano-Vela", "Arroyoclaro",
    "Barrancoverde", "Bellavista-Luz", "Camposereno", "Casaluna",
    "Cerroblanco", "Cumbrealta", "Delmonte-Soto", "Encinares", "Fontanarroyo",
    "Fresnosol", "Granadillo-Paz", "Herreluna", "Jardinero-Mar", "Lagoverde",
    "Lunamar", "Maderosa", "Marisoles", "Montefresno", "Montesol",
    "Naranjales", "Nubeclara", "Olivosalto", "Palmaseca", "Pinarejo-Cruz",
    "Piedrabuena-Sol", "Puentealto", "Rioclaro", "Robledal-Ríos", "Rosaleda",
    "Salazar-Vientos", "Sierramar", "Solanares", "Torrefuerte", "Valdeluna",
    "Valdoro", "Vientoalegre", "Villaflores-Mora", "Zarzamora",
};

static const char *const street[] = {
    "Maple Avenue", "Oak Street", "Cedar Lane", "Elm Street", "Birch Road",
    "Hill Street", "Lake Avenue", "River Road", "Mill Street", "Park Avenue",
    "School Street", "Church Street", "Spring Street", "Garden Way",
    "Orchard Road", "Prospect Street", "Meadow Lane", "Union Street",
    "Harbor Street", "Summit Avenue", "Willow Court", "Pine Street",
    "Franklin Street", "Highland Avenue", "Center Street", "Sunset Drive",
    "Valley Road", "Depot Street", "Garfield Place", "Jackson Boulevard",
};

static const char *const insurer[] = {
    "", "Prairie Health Plan", "Unity Mutual", "Northstar HMO",
    "Blue Heron Health", "Granite State Benefit", "Medicare", "Medicaid",
    "Summit Care PPO", "Valley Choice",
};

#define WORDS(list) { list, sizeof list / sizeof list[0] }
const struct invent_words invent_first_en = WORDS(first_en);
const struct invent_words invent_first_es = WORDS(first_es);
const struct invent_words invent_last_en = WORDS(last_en);
const struct invent_words invent_last_es = WORDS(last_es);
const struct invent_words invent_street = WORDS(street);
const struct invent_words invent_insurer = WORDS(insurer);

/* city, state, its name, ZIP, area code */
const struct invent_town invent_town[] = {
    { "Boston", "MA", "Massachusetts", "02118", "617" },
    { "Worcester", "MA", "Massachusetts", "01608", "508" },
    { "Portland", "ME", "Maine", "04101", "207" },
    { "Hartford", "CT", "Connecticut", "06106", "860" },
    { "Bronx", "NY", "New York", "10463", "718" },
    { "Rochester", "NY", "New York", "14607", "585" },
    { "Philadelphia", "PA", "Pennsylvania", "19104", "215" },
    { "Washington", "DC", "District of Columbia", "20001", "202" },
    { "Richmond", "VA", "Virginia", "23220", "804" },
    { "Raleigh", "NC", "North Carolina", "27601", "919" },
    { "Atlanta", "GA", "Georgia", "30310", "404" },
    { "Miami", "FL", "Florida", "33125", "305" },
    { "Pensacola", "FL", "Florida", "32501", "850" },
    { "Knoxville", "TN", "Tennessee", "37915", "865" },
    { "Nashville", "TN", "Tennessee", "37203", "615" },
    { "Louisville", "KY", "Kentucky", "40202", "502" },
    { "Evansville", "IN", "Indiana", "47708", "812" },
    { "Columbus", "OH", "Ohio", "43205", "614" },
    { "Detroit", "MI", "Michigan", "48201", "313" },
    { "Chicago", "IL", "Illinois", "60623", "773" },
    { "Milwaukee", "WI", "Wisconsin", "53204", "414" },
    { "Saint Paul", "MN", "Minnesota", "55106", "651" },
    { "Kansas City", "MO", "Missouri", "64127", "816" },
    { "Wichita", "KS", "Kansas", "67202", "316" },
    { "Omaha", "NE", "Nebraska", "68107", "402" },
    { "Scottsbluff", "NE", "Nebraska", "69361", "308" },
    { "Fargo", "ND", "North Dakota", "58102", "701" },
    { "Rapid City", "SD", "South Dakota", "57701", "605" },
    { "Oklahoma City", "OK", "Oklahoma", "73106", "405" },
    { "Houston", "TX", "Texas", "77004", "713" },
    { "El Paso", "TX", "Texas", "79901", "915" },
    { "Albuquerque", "NM", "New Mexico", "87102", "505" },
    { "Denver", "CO", "Colorado", "80204", "303" },
    { "Salt Lake City", "UT", "Utah", "84115", "801" },
    { "Boise", "ID", "Idaho", "83702", "208" },
    { "Coeur d'Alene", "ID", "Idaho", "83814", "208" },
    { "Phoenix", "AZ", "Arizona", "85004", "602" },
    { "Las Vegas", "NV", "Nevada", "89101", "702" },
    { "Fresno", "CA", "California", "93701", "559" },
    { "Los Angeles", "CA", "California", "90022", "323" },
    { "Portland", "OR", "Oregon", "97205", "503" },
    { "Ontario", "OR", "Oregon", "97914", "541" },
    { "Seattle", "WA", "Washington", "98101", "206" },
    { "Anchorage", "AK", "Alaska", "99501", "907" },
    { "Honolulu", "HI", "Hawaii", "96813", "808" },
};
const uint32_t invent_town_count =
    sizeof invent_town / sizeof invent_town[0];
