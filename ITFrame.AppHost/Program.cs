using ITFrame.AppHost.Control;
using ITFrame.AppHost.Network;
using ITFrame.AppHost.Output;
using ITFrame.AppHost.Publishing;
using ITFrame.AppHost.Regions;
using ITFrame.AppHost.ReplicaSet;
using ITFrame.AppHost.State;
using ITFrame.AppHost.Telemetry;

return await CommandLine.RunAsync(args, async (arguments, publish, cancellationToken) =>
{
    var builder = DistributedApplication.CreateBuilder(arguments);
    var lab = Lab.Create(builder);

    // The network between the sites, and the page that shows what happens in it.
    var wan = lab.AddWan();
    var console = lab.AddConsole();

    // A database member in every region, and one vote more at the witness's site: any one site may sink.
    var mongo = lab.AddReplicaSet(wan);

    // In every region a gateway in front of API replicas.
    var regions = lab.Options.Regions.Select(region => lab.AddRegion(region, wan, mongo)).ToList();

    // Each region falls back to the others when none of its own replicas is healthy.
    foreach (var region in regions)
    {
        foreach (var other in regions.Where(other => other != region))
        {
            region.FailsOverTo(other, lab);
        }
    }

    if (publish is not null)
    {
        await lab.PublishAsync(mongo.Resource, publish, cancellationToken);
        return;
    }

    SharedMachine.Apply(builder);
    console.ReceivesTelemetryOf(builder);
    lab.AddLabControl(wan, console, mongo.Resource, regions);

    await builder.Build().RunAsync(cancellationToken);
});
