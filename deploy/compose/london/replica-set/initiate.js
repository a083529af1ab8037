// Run by mongosh against one member, which is logged in to with the member's own certificate: makes one replica set of the members,
// and the hub's user. Whatever is there already is left as it is, but for the user's password, so that it can run again and again.
const domain = process.env.ITFRAME_DOMAIN;
const password = process.env.ITFRAME_MONGO_PASSWORD;
const patience = 10 * 60 * 1000;

const configuration = {
  "_id" : "itframe",
  "version" : 1,
  "members" : [{
      "_id" : 0,
      "host" : "mongo.london.DOMAIN:27017",
      "priority" : 2,
      "tags" : {
        "site" : "london"
      }
    }, {
      "_id" : 1,
      "host" : "mongo.frankfurt.DOMAIN:27017",
      "priority" : 1,
      "tags" : {
        "site" : "frankfurt"
      }
    }, {
      "_id" : 2,
      "host" : "mongo.amsterdam.DOMAIN:27017",
      "priority" : 1,
      "tags" : {
        "site" : "amsterdam"
      }
    }],
  "settings" : {
    "electionTimeoutMillis" : 2000,
    "heartbeatIntervalMillis" : 500
  }
};
const roles = [{
    "role" : "readWrite",
    "db" : "itframe"
  }, {
    "role" : "clusterMonitor",
    "db" : "admin"
  }];
configuration.members.forEach((member) => { member.host = member.host.replace("DOMAIN", domain); });

const NotYetInitialized = 94;
const AlreadyInitialized = 23;
const UserExists = 51003;

if (!domain || !password) {
  print("ITFRAME_DOMAIN and ITFRAME_MONGO_PASSWORD have to be set.");
  quit(2);
}

// Other sites may be started later, and an election takes its time.
const deadline = Date.now() + patience;
function persist(what, attempt) {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        print(`${what}: given up. ${error.message}`);
        quit(1);
      }
      print(`${what}: ${error.message} Trying again.`);
      sleep(2000);
    }
  }
}

function isInitiated() {
  try {
    db.adminCommand({ replSetGetStatus: 1 });
    return true;
  } catch (error) {
    if (error.code === NotYetInitialized) {
      return false;
    }
    throw error;
  }
}

persist("initiating the set", () => {
  if (isInitiated()) {
    print("The set was initiated before.");
    return;
  }
  try {
    db.adminCommand({ replSetInitiate: configuration });
    print(`The set has been initiated with ${configuration.members.map((member) => member.host).join(", ")}.`);
  } catch (error) {
    if (error.code !== AlreadyInitialized) {
      throw error;
    }
  }
});

persist("making the hub's user", () => {
  const hosts = configuration.members.filter((member) => !member.arbiterOnly).map((member) => member.host).join(",");
  const set = new Mongo(`mongodb://${hosts}/admin?replicaSet=${configuration._id}&tls=true`
    + `&tlsCertificateKeyFile=${encodeURIComponent("/etc/itframe/tls/member.pem")}&tlsCAFile=${encodeURIComponent("/etc/itframe/tls/ca.crt")}`
    + "&authMechanism=MONGODB-X509&authSource=%24external&serverSelectionTimeoutMS=5000");
  const admin = set.getDB("admin");
  const user = { pwd: password, roles, writeConcern: { w: "majority" } };
  try {
    admin.runCommand({ createUser: "hub", ...user });
    print("The user hub has been made.");
  } catch (error) {
    if (error.code !== UserExists) {
      throw error;
    }
    admin.runCommand({ updateUser: "hub", ...user });
    print("The user hub has the password that was given.");
  }
});
