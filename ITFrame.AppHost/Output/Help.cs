namespace ITFrame.AppHost.Output;

/// <summary>What <c>--help</c> says.</summary>
internal static class Help
{
    private const string Text = """
        ITFrame's lab: two regions, a witness site and the network between them, on this machine.

        Usage: dotnet run --project ITFrame.AppHost [-- OPTIONS]
               dotnet run --project ITFrame.AppHost -- publish --output DIR    what production runs (publish --help)

        Options (also in appsettings.json, or as environment variables such as Lab__Layout):
          --Lab:Layout=witness|2016         third vote at a third site with data (default), or as in 2016:
                                            an arbiter in the first region
          --Lab:Mongo=auto|mongod|embedded  what runs as replica-set members; auto takes mongod where there is one
          --Lab:Tls=on|off                  TLS between all processes (default), or none, to measure what it costs
          --Lab:MongodPath=PATH             the mongod to run
          --Lab:Regions:N:Site=NAME         one more region (also --Lab:Regions:N:Replicas=1..9)
          --Lab:RandomPorts=true            free ports in place of the documented ones, to run labs side by side
          --Lab:StatePath=DIR               where the state file and the members' data are kept (default: .lab)
          --Lab:KeepData=true               start with the data of the last run
          --help                            this text

        Addresses (on loopback):
          https://localhost:8080            console
          https://localhost:8443, 8444, ... gateways, one a region; http://localhost:8081, ... redirect there
          https://localhost:8079            lab control (bearer token in .lab/lab.json)
          localhost:27117, 27118, ...       replica-set members, for mongosh with directConnection=true

        Certificates are in .lab/tls. The authority that signs them, ca.crt, is kept from start to start: trust it once, or
          curl --cacert .lab/tls/ca.crt https://localhost:8443/nowplaying/demo
          mongosh "mongodb://localhost:27117/?directConnection=true" --tls --tlsCAFile .lab/tls/ca.crt \
            --tlsCertificateKeyFile .lab/tls/lab.pem --authenticationMechanism MONGODB-X509

        Commands on every process: kill, freeze, thaw, start, stop, restart; on every site: sink, raise.
        They are in the console, and in the control API:
          curl --cacert .lab/tls/ca.crt -X POST -H "Authorization: Bearer TOKEN" https://localhost:8079/resources/site-london/commands/sink

        UseAspirePackages=true in the environment builds and runs the same lab on Aspire's own packages and dashboard.
        """;

    public static bool IsAskedFor(string[] args) => args.Any(argument => argument is "--help" or "-h" or "-?");

    public static int Print()
    {
        Console.Out.WriteLine(Text);
        return 0;
    }
}
