using System.Net;

namespace ITFrame.Wan.Routing;

/// <summary>Where a host of the modelled network really is.</summary>
internal sealed record HostRoute(string Site, IPEndPoint Target);
