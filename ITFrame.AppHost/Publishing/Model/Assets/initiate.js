// Run by mongosh against one member, which is logged in to with the member's own certificate: makes one replica set of the members,
// and the hub's user. Whatever is there already is left as it is, but for the user's password, so that it can run again and again.
const domain = process.env.@DOMAIN_VARIABLE@;
const password = process.env.@PASSWORD_VARIABLE@;
const patience = 10 * 60 * 1000;

const configuration = @CONFIGURATION@;
const roles = @ROLES@;
configuration.members.forEach((member) => { member.host = member.host.replace("@DOMAIN_MARK@", domain); });

const NotYetInitialized = 94;
const AlreadyInitialized = 23;
const UserExists = 51003;

if (!domain || !password) {
  print("@DOMAIN_VARIABLE@ and @PASSWORD_VARIABLE@ have to be set.");
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
    + `&tlsCertificateKeyFile=${encodeURIComponent("@CERTIFICATE@")}&tlsCAFile=${encodeURIComponent("@AUTHORITY@")}`
    + "&authMechanism=MONGODB-X509&authSource=%24external&serverSelectionTimeoutMS=5000");
  const admin = set.getDB("admin");
  const user = { pwd: password, roles, writeConcern: { w: "majority" } };
  try {
    admin.runCommand({ createUser: "@USER@", ...user });
    print("The user @USER@ has been made.");
  } catch (error) {
    if (error.code !== UserExists) {
      throw error;
    }
    admin.runCommand({ updateUser: "@USER@", ...user });
    print("The user @USER@ has the password that was given.");
  }
});
