namespace ITFrame.Api.Home;

/// <summary>The answer that existing monitors look for; <c>/health/ready</c> is the one that means something.</summary>
internal sealed record HealthCheckResponse(bool Healthy);
