namespace ITFrame.AppHost.Publishing.Model;

/// <summary>How the replica set comes to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Initiator">The member on which it is initiated.</param>
/// <param name="Configuration">What <c>replSetInitiate</c> is told, as JSON, with the lab's domain in it.</param>
/// <param name="HubUser">The user that the hub logs in as.</param>
/// <param name="HubRoles">Its roles, as JSON.</param>
/// <param name="HubPassword">Its password.</param>
internal sealed record ReplicaSetPlan(string Name, Service Initiator, string Configuration, string HubUser, string HubRoles, Parameter HubPassword);
