using System.CommandLine;
using System.Net;
using ITFrame.EmbeddedMongo.Wire.Compression;

namespace ITFrame.EmbeddedMongo.Hosting;

/// <summary>The command line, with mongod's names for what a member of a set needs.</summary>
internal static class MemberCommandLine
{
    // mongod's exit code for options that it does not understand.
    private const int BadOptions = 2;

    public static RootCommand Create(Func<MemberOptions, Task<int>> run)
    {
        var setName = new Option<string>("--replSet", "--replset") { Description = "Name of the replica set that this member belongs to.", Required = true };
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 27017 };
        var bindAddress = new Option<string>("--bind_ip") { Description = "Comma-separated addresses to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var dataPath = new Option<string>("--dbpath") { Description = "Folder of the member's files; made if missing.", DefaultValueFactory = _ => "/data/db" };
        var oplogSize = new Option<int>("--oplogSize") { Description = "Megabytes of the log of writes to keep.", DefaultValueFactory = _ => 256 };
        var maxConnections = new Option<int>("--maxConns") { Description = "Connections to hold at the same time; more are closed at once.", DefaultValueFactory = _ => 1_000_000 };
        var compressors = new Option<string>("--networkMessageCompressors")
        {
            Description = "Comma-separated of snappy, zstd and zlib, or disabled.",
            DefaultValueFactory = _ => string.Join(',', CompressorSet.Names),
        };
        var parameters = new Option<string[]>("--setParameter")
        {
            Description = "name=value; " + string.Join(", ", StartupParameters.Names) + ". selfHost: this member's host:port in the set's config. socksProxy: host:port of the SOCKS5 router to the other members.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        port.Validators.Add(result => Check(result, result.GetValue(port) is >= 0 and <= ushort.MaxValue, "--port must be from 0 to 65535"));
        oplogSize.Validators.Add(result => Check(result, result.GetValue(oplogSize) is >= 1 and <= 1_000_000, "--oplogSize must be from 1 to 1000000"));
        maxConnections.Validators.Add(result => Check(result, result.GetValue(maxConnections) >= 5, "--maxConns has to be at least 5"));
        setName.Validators.Add(result => Check(result, !string.IsNullOrWhiteSpace(result.GetValue(setName)), "--replSet must not be empty"));
        bindAddress.Validators.Add(result => Check(result, Split(result.GetValue(bindAddress)!).All(IsAddress), "--bind_ip must be IP addresses, or localhost"));
        compressors.Validators.Add(result =>
            Check(result, Compressors(result.GetValue(compressors)!).All(CompressorSet.Names.Contains), "--networkMessageCompressors must be of snappy, zstd and zlib, or disabled"));
        parameters.Validators.Add(result =>
        {
            foreach (var problem in result.GetValue(parameters)?.Select(StartupParameters.Problem).OfType<string>() ?? [])
            {
                result.AddError(problem);
            }
        });

        var security = new SecurityArguments();
        var root = new RootCommand("One member of a MongoDB replica set, for labs and tests: it speaks MongoDB's wire protocol and keeps its data in SQLite. It is not MongoDB.")
        {
            setName, port, bindAddress, dataPath, oplogSize, maxConnections, compressors, parameters,
        };
        security.AddTo(root);
        root.SetAction(parsed =>
        {
            var options = new MemberOptions
            {
                SetName = parsed.GetValue(setName)!,
                Port = parsed.GetValue(port),
                BindAddresses = Split(parsed.GetValue(bindAddress)!),
                DataPath = Path.GetFullPath(parsed.GetValue(dataPath)!),
                OplogBytes = parsed.GetValue(oplogSize) * 1024L * 1024L,
                MaxConnections = parsed.GetValue(maxConnections),
                Compressors = Compressors(parsed.GetValue(compressors)!),
            };
            return run((parsed.GetValue(parameters) ?? []).Aggregate(security.Apply(options, parsed), StartupParameters.Apply));
        });
        return root;
    }

    public static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Error parsing command line: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
            await Console.Error.WriteLineAsync("try 'ITFrame.EmbeddedMongo --help' for more information");
            return BadOptions;
        }

        // The member handles signals itself: the parser's own handler would end the process in the middle of a hand-over.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static string[] Compressors(string text) => text == "disabled" ? [] : Split(text);

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsAddress(string text) => text == "localhost" || IPAddress.TryParse(text, out _);

    private static void Check(System.CommandLine.Parsing.SymbolResult result, bool isValid, string problem)
    {
        if (!isValid)
        {
            result.AddError(problem);
        }
    }
}
