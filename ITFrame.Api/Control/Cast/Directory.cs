namespace ITFrame.Api.Control.Cast;

/// <summary>A directory of stations on the web.</summary>
internal sealed record Directory(string? Name, string? Url, string? Type)
{
    /// <summary>The directories that Cast can announce a station to.</summary>
    public static IReadOnlyList<Directory> Supported { get; } =
    [
        new("SHOUTcast.com", "https://yp.shoutcast.com", "Icecast"),
        new("dir.xiph.org", "http://dir.xiph.org/cgi-bin/yp-cgi", "Icecast"),
        new("internet-radio.com", "http://icecast-yp.internet-radio.com", "Icecast"),
    ];
}
