using System.Net;
using ITFrame.Api;
using ITFrame.Api.GeoIp;
using Microsoft.Extensions.Options;
using Xunit;

namespace ITFrame.Tests.Api;

public sealed class GeoTableTest : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("192.0.2.0", "NO")]
    [InlineData("192.0.2.255", "NO")]
    [InlineData("192.0.3.0", null)]
    [InlineData("::ffff:192.0.2.7", "NO")]
    [InlineData("2001:db8::1", "DE")]
    [InlineData("2001:db9::", null)]
    [InlineData("0.0.0.0", null)]
    public void Find_AddressInsideARangeOrNot(string address, string? country)
    {
        File.WriteAllText(_file, "first,last,country\n\"2001:db8::\",\"2001:db8:ffff::\",DE,Germany,51.1,10.4\n192.0.2.0,192.0.2.255,NO,Norway\n");
        Assert.Equal(country, Table(_file).Find(IPAddress.Parse(address))?.CountryCode);
    }

    [Fact]
    public void IsThere_NoFile_IsFalse()
    {
        Assert.False(Table(null).IsThere);
        Assert.False(Table("/nowhere/table.csv").IsThere);
    }

    private static GeoTable Table(string? path) => new(Options.Create(new ApiOptions { GeoTable = path }));
}
