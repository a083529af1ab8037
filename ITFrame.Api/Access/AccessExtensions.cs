using ITFrame.Api.Acme;
using ITFrame.Api.Cast;
using ITFrame.Api.Control;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace ITFrame.Api.Access;

internal static class AccessExtensions
{
    /// <summary>Adds who may call what. No scheme is the default one: public operations look at no credentials.</summary>
    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HubKeys>();
        builder.Services.AddSingleton<SecretBox>();
        builder.Services.AddSingleton<ServiceTokens>();
        builder.Services.AddScoped<StationOwnership>();
        builder.Services.AddScoped<IAuthorizationHandler, OwnStationHandler>();
        // Not AddAuthentication: it would also add data protection, which writes keys to disk that nothing here uses.
        builder.Services.AddAuthenticationCore();
        builder.Services.AddWebEncoders();
        new AuthenticationBuilder(builder.Services)
            .AddScheme<AuthenticationSchemeOptions, ControlTokenAuthentication>(ControlTokenAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, StationKeyAuthentication>(StationKeyAuthentication.StatisticsScheme, null)
            .AddScheme<AuthenticationSchemeOptions, StationKeyAuthentication>(StationKeyAuthentication.DjScheme, null)
            .AddScheme<AuthenticationSchemeOptions, AcmeKeyAuthentication>(AcmeKeyAuthentication.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Control, policy => policy
                .AddAuthenticationSchemes(ControlTokenAuthentication.SchemeName)
                .RequireAuthenticatedUser()
                .AddRequirements(new OwnStationRequirement()))
            .AddPolicy(AccessPolicies.Service, policy => policy
                .AddAuthenticationSchemes(ControlTokenAuthentication.SchemeName)
                .RequireRole(AccessRoles.Service))
            .AddPolicy(AccessPolicies.Station, policy => policy.AddAuthenticationSchemes(StationKeyAuthentication.StatisticsScheme).RequireAuthenticatedUser())
            .AddPolicy(AccessPolicies.Dj, policy => policy.AddAuthenticationSchemes(StationKeyAuthentication.DjScheme).RequireAuthenticatedUser())
            .AddPolicy(AccessPolicies.Acme, policy => policy.AddAuthenticationSchemes(AcmeKeyAuthentication.SchemeName).RequireAuthenticatedUser());
    }
}
