namespace ITFrame.AppHost.Publishing.Model;

/// <summary>One service calls another: its configuration names the other's port.</summary>
internal sealed record Edge(Service From, Service To, ServicePort Port)
{
    public bool CrossesSites => From.Site != To.Site;
}
