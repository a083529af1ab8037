namespace ITFrame.AppHost.Publishing.Model;

/// <summary>How a service is scaled out where there is more than one machine.</summary>
/// <param name="Minimum">The fewest replicas at a site, where the model has fewer.</param>
/// <param name="Maximum">The most replicas at a site.</param>
/// <param name="ProcessorPercent">Of the processors requested: what more replicas are started at.</param>
internal sealed record Scaling(int Minimum, int Maximum, int ProcessorPercent);
