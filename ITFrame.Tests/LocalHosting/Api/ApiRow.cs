namespace ITFrame.Tests.LocalHosting.Api;

/// <summary>A row of the listing of Aspire's public API.</summary>
internal sealed record ApiRow(string Namespace, string Type, string Kind, string Member, string Signature);
