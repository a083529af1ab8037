namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A port that a process listens on.</summary>
/// <param name="Name">The endpoint's name in the app model.</param>
/// <param name="Scheme"><c>http</c>, <c>https</c> or <c>tcp</c>.</param>
/// <param name="ContainerPort">The port in the container.</param>
/// <param name="Host">The name that others know it by, without the domain: <c>peer.london</c>.</param>
/// <param name="Port">The port that others know it by.</param>
/// <param name="IsPublic">Clients on the internet may reach it.</param>
internal sealed record ServicePort(string Name, string Scheme, int ContainerPort, string Host, int Port, bool IsPublic);
