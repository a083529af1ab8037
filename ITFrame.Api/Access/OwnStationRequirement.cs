using Microsoft.AspNetCore.Authorization;

namespace ITFrame.Api.Access;

/// <summary>The station that the path names, where it names one, is the caller's.</summary>
internal sealed class OwnStationRequirement : IAuthorizationRequirement;
