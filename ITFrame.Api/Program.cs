using ITFrame.Api;
using ITFrame.Api.Access;
using ITFrame.Api.Acme;
using ITFrame.Api.Apps;
using ITFrame.Api.Builds;
using ITFrame.Api.Cast;
using ITFrame.Api.Cluster;
using ITFrame.Api.Consistency;
using ITFrame.Api.Control;
using ITFrame.Api.Data;
using ITFrame.Api.Demo;
using ITFrame.Api.Description;
using ITFrame.Api.Dj;
using ITFrame.Api.Errors;
using ITFrame.Api.Files;
using ITFrame.Api.GeoIp;
using ITFrame.Api.Home;
using ITFrame.Api.Http;
using ITFrame.Api.Idempotency;
using ITFrame.Api.NowPlaying;
using ITFrame.Api.NowPlaying.Live;
using ITFrame.Api.Outbox;
using ITFrame.Api.Player;
using ITFrame.Api.TuneIn;
using ITFrame.Api.Tunes;
using ITFrame.ServiceDefaults;
using ITFrame.ServiceDefaults.Draining;
using ITFrame.ServiceDefaults.Health;
using ITFrame.ServiceDefaults.Hosting;
using ITFrame.ServiceDefaults.Mongo;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

return await ServiceStart.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults();
    builder.AddDraining();
    builder.AddMongo();
    builder.AddApiOptions();
    builder.AddDatabase();
    builder.AddRequestLimits();
    builder.AddErrors();
    builder.AddAccess();
    builder.AddConsistency();
    builder.AddIdempotency();
    builder.AddPlayer();
    builder.AddNowPlaying();
    builder.AddCast();
    builder.AddControl();
    builder.AddDj();
    builder.AddTunes();
    builder.AddFiles();
    builder.AddApps();
    builder.AddBuilds();
    builder.AddTuneIn();
    builder.AddGeoIp();
    builder.AddAcme();
    builder.AddOutbox();
    builder.AddCluster();
    builder.AddDemo();
    builder.AddDescription();

    var app = builder.Build();
    app.UseDraining();
    app.UseForwardedFor();
    app.UseSiteHeader();
    app.UseErrors();
    app.UseRequestLimits();
    app.UseWriteLimit();
    app.UseWriteDeadline();
    app.UseConsistency();
    app.UseCors();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseIdempotency();

    app.MapDefaultEndpoints();
    app.MapDescription();
    app.MapHome();
    app.MapPlayer();
    app.MapNowPlaying();
    app.MapLive();
    app.MapTuneIn();
    app.MapPublicNoCover();
    app.MapFiles();
    app.MapBuilds();
    app.MapGeoIp();
    app.MapAcme();
    app.MapAppInternals();
    app.MapControl();
    app.MapCast();
    app.MapDj();
    app.MapCluster();
    return app;
});
