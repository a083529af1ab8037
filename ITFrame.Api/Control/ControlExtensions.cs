using ITFrame.Api.Control.Cast;
using ITFrame.Api.Control.Support;
using ITFrame.Api.Control.Tokens;
using ITFrame.Api.Control.Users;
using ITFrame.Api.Data;
using Microsoft.AspNetCore.Identity;

namespace ITFrame.Api.Control;

internal static class ControlExtensions
{
    public static void AddControl(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<IPasswordHasher<ControlUserDocument>, PasswordHasher<ControlUserDocument>>();
        builder.Services.AddSingleton<UserPasswords>();
        builder.Services.AddSingleton<UserTokens>();
        builder.Services.AddSingleton<AuthenticationLimiter>();
        builder.Services.AddSingleton<ICanonicalNames, CanonicalNames>();
        builder.Services.AddScoped<ControlUserRepository>();
        builder.Services.AddScoped<RevokedSessionRepository>();
        builder.Services.AddScoped<TicketRepository>();
        builder.Services.AddScoped<StationChanges>();
        builder.Services.AddSingleton<IDatabaseStep, ControlUserIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, RevokedSessionIndexes>();
        builder.Services.AddSingleton<IDatabaseStep, TicketIndexes>();
    }
}
