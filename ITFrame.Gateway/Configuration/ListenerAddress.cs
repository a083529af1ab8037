namespace ITFrame.Gateway.Configuration;

/// <summary>An address that the server listens on.</summary>
internal readonly record struct ListenerAddress(bool IsTls, int Port);
