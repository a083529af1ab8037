using ITFrame.Api.Cluster;
using MongoDB.Bson;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class ClusterStatusMapperTest
{
    private static readonly BsonDocument Configuration = BsonDocument.Parse("""
        { config: { _id: 'itframe', members: [
          { _id: 0, host: 'mongo.london.itframe.test:27017', tags: { site: 'london' } },
          { _id: 1, host: 'mongo.frankfurt.itframe.test:27017', tags: { site: 'frankfurt' } },
          { _id: 2, host: 'arbiter.london.itframe.test:27017', arbiterOnly: true } ] }, ok: 1 }
        """);

    [Fact]
    public void FromReplies_WholeSet_ShowsStatesSitesAndLag()
    {
        var status = ClusterStatusMapper.FromReplies(BsonDocument.Parse("""
            { set: 'itframe', term: NumberLong(7), myState: 2, members: [
              { _id: 0, name: 'mongo.london.itframe.test:27017', health: 1.0, state: 1, stateStr: 'PRIMARY', optimeDate: ISODate('2016-05-01T18:00:10Z'), lastHeartbeat: ISODate('2016-05-01T18:00:11Z') },
              { _id: 1, name: 'mongo.frankfurt.itframe.test:27017', health: 1, state: 2, stateStr: 'SECONDARY', optimeDate: ISODate('2016-05-01T18:00:07.500Z'), self: true },
              { _id: 2, name: 'arbiter.london.itframe.test:27017', health: 1.0, state: 7, stateStr: 'ARBITER', lastHeartbeat: ISODate('2016-05-01T18:00:11Z') } ], ok: 1 }
            """), Configuration);

        Assert.Equal(("itframe", 7L), (status.Set, status.Term));
        Assert.Equal("mongo.london.itframe.test:27017", status.Primary);
        Assert.Equal("mongo.frankfurt.itframe.test:27017", status.Observer);
        Assert.Equal(["PRIMARY", "SECONDARY", "ARBITER"], status.Members.Select(member => member.State));
        Assert.Equal(["london", "frankfurt", null], status.Members.Select(member => member.Site));
        Assert.Equal([0, 2.5, null], status.Members.Select(member => member.LagSeconds));
        Assert.Equal([false, true, false], status.Members.Select(member => member.Self));
        Assert.Equal(new DateTime(2016, 5, 1, 18, 0, 11, DateTimeKind.Utc), status.Members[0].LastHeartbeat);
        Assert.Null(status.Members[1].LastHeartbeat);
    }

    [Fact]
    public void FromReplies_PrimaryDown_HasNoPrimaryAndMeasuresAgainstTheNewest()
    {
        var status = ClusterStatusMapper.FromReplies(BsonDocument.Parse("""
            { set: 'itframe', term: 7, members: [
              { name: 'mongo.london.itframe.test:27017', health: 0.0, state: 8, stateStr: '(not reachable/healthy)', optimeDate: ISODate('1970-01-01T00:00:00Z') },
              { name: 'mongo.frankfurt.itframe.test:27017', health: 1.0, state: 2, optimeDate: ISODate('2016-05-01T18:00:09Z'), self: true },
              { name: 'mongo.amsterdam.itframe.test:27017', health: 1.0, state: 2, optimeDate: ISODate('2016-05-01T18:00:10Z') } ] }
            """), Configuration);

        Assert.Null(status.Primary);
        Assert.Equal(["DOWN", "SECONDARY", "SECONDARY"], status.Members.Select(member => member.State));
        Assert.Equal([0, 1, 1], status.Members.Select(member => member.Health));
        Assert.Equal([null, 1, 0], status.Members.Select(member => member.LagSeconds));
    }

    [Fact]
    public void FromReplies_SecondaryAheadOfWhatIsKnownOfThePrimary_HasNoNegativeLag()
    {
        var status = ClusterStatusMapper.FromReplies(BsonDocument.Parse("""
            { set: 'itframe', members: [
              { name: 'a:1', health: 1, state: 1, optimeDate: ISODate('2016-05-01T18:00:09Z') },
              { name: 'b:1', health: 1, state: 2, optimeDate: ISODate('2016-05-01T18:00:10Z') } ] }
            """), null);

        Assert.Equal([0, 0], status.Members.Select(member => member.LagSeconds));
        Assert.Null(status.Term);
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("{ members: 1, set: 2, term: 'x' }")]
    [InlineData("{ members: [ { }, 1, null, { name: 5, state: 'x', health: 'y', optimeDate: 1, self: 1 }, { state: 99 } ] }")]
    public void FromReplies_StrangeReply_IsReadAsFarAsItGoes(string reply)
    {
        var status = ClusterStatusMapper.FromReplies(BsonDocument.Parse(reply), BsonDocument.Parse("{ config: { members: [ { host: 1 }, 2, { host: 'a', tags: 3 } ] } }"));
        Assert.All(status.Members, member => Assert.Equal("UNKNOWN", member.State));
    }
}
