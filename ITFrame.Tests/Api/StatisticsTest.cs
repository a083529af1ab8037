using System.Text.Json;
using CsCheck;
using ITFrame.Api;
using ITFrame.Api.Cast.Sessions;
using ITFrame.Api.Cast.Statistics;
using ITFrame.Api.Data;
using ITFrame.ServiceDefaults.Mongo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace ITFrame.Tests.Api;

/// <summary>The aggregation against a model that looks at every session for every bucket.</summary>
[Collection(HubCollection.Name)]
public sealed class StatisticsTest(HubFixture hub)
{
    /// <summary>Recent, because the collection's expiry must not take the sessions away.</summary>
    private static readonly DateTime Day = DateTime.UtcNow.Date.AddDays(-20);

    /// <summary>Also exactly on the edges of buckets, where mistakes are.</summary>
    private static readonly Gen<DateTime> Moments = Gen.OneOf(
        Gen.Long[0, 86_400_000].Select(milliseconds => Day.AddMilliseconds(milliseconds)),
        Gen.Int[0, 24].Select(hours => Day.AddHours(hours)),
        Gen.Int[0, 1440].Select(minutes => Day.AddMinutes(minutes)));

    private static readonly Gen<long> Lengths = Gen.OneOf(Gen.Const(0L), Gen.Const(5_000L), Gen.Long[0, 120_000], Gen.Long[0, 40_000_000]);

    private static readonly Gen<SessionDocument> Sessions = Gen.Select(Moments, Lengths, Gen.Int[0, 4], Gen.Int[1, 5], Gen.Int[0, 2], Gen.Bool)
        .Select((begin, length, open, listener, client, isReturning) => new SessionDocument
        {
            Id = ObjectId.GenerateNewId(),
            Username = "",
            ListenerId = new ObjectId($"{listener:x24}"),
            StartTime = begin,
            EndTime = open == 0 ? null : begin.AddMilliseconds(length),
            IsReturningListener = isReturning,
            Client = client == 0 ? "" : $"player {client}",
            Country = client == 1 ? "NO" : null,
        });

    private static readonly Gen<Case> Cases = Gen.Select(Sessions.Array[0, 12], Gen.Int[0, 2], Moments, Gen.Long[0, 90_000_000], Gen.Long[0, 200_000_000])
        .Select((sessions, resolution, start, length, now) => new Case(
            sessions, Resolution.Names.ElementAt(resolution), start, start.AddMilliseconds(length), Day.AddDays(1).AddMilliseconds(now)));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calculate_AnySessions_IsWhatTheModelSays()
    {
        var collection = hub.Member.Database.GetCollection<SessionDocument>(SessionRepository.CollectionName);
        await Cases.SampleAsync(
            async test =>
            {
                var username = $"s{Guid.NewGuid():N}";
                // Sessions of the future are not there yet.
                var sessions = test.Sessions.Where(session => session.StartTime < test.Now)
                    .Select(session => session with { Username = username, EndTime = session.EndTime > test.Now ? null : session.EndTime })
                    .ToList();
                if (sessions.Count > 0)
                {
                    await collection.InsertManyAsync(sessions, cancellationToken: Cancelled);
                }

                Assert.True(Resolution.TryParse(test.Resolution, null, out var resolution));
                using var session = new HubSession(hub.Member.Database.Client, new PrimaryAbsence(TimeProvider.System), Options.Create(new ApiOptions()));
                var repository = new SessionRepository(hub.Member.Database, session, new ReadPreferences(new ConfigurationBuilder().Build()));
                var time = new FakeTimeProvider(new DateTimeOffset(test.Now));

                var (buckets, next) = await new StatisticsCalculator(repository, time).CalculateAsync(username, resolution, test.Start, test.End, Cancelled);

                var expected = StatisticsModel.Calculate(username, resolution, sessions, test.Start, test.End, test.Now).Take(StatisticsCalculator.MaxBuckets).ToList();
                Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(buckets));
                Assert.Equal(expected.Count == StatisticsCalculator.MaxBuckets, next is not null && buckets.Count == StatisticsCalculator.MaxBuckets);
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public async Task GetCalculatedInfo_MoreMinutesThanOneAnswerHolds_LinksToTheRest()
    {
        var client = hub.Api.CreateClient();
        var path = $"/cast/statistics/demo/{HubFixture.DemoKey}/get-calculated-info-for-period/{Day:yyyy-MM-dd}/{Day.AddDays(2):yyyy-MM-dd}/minute";
        var seen = new List<DateTime>();
        for (var query = ""; query is not null;)
        {
            var response = await client.GetAsync(path + query, Cancelled);
            var page = await HttpAssert.JsonAsync(System.Net.HttpStatusCode.OK, response);
            seen.AddRange(page.EnumerateArray().Select(bucket => bucket.GetProperty("dateAdded").GetDateTime()));
            query = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..].Split('>')[0] : null;
        }

        Assert.Equal(Enumerable.Range(0, 2880).Select(minute => Day.AddMinutes(minute)), seen);
    }

    private sealed record Case(SessionDocument[] Sessions, string Resolution, DateTime Start, DateTime End, DateTime Now);
}
