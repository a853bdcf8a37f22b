using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bookstore.Identity;

/// <summary>The server: OpenIddict with the client credentials flow alone, without a database. Its keys live as long as the process.</summary>
internal static class IdentityServer
{
    private const string DefaultUrl = "http://localhost:5002";

    public static WebApplication Build(string[] args, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && builder.Configuration[WebHostDefaults.HttpPortsKey] is null)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var isDevelopment = builder.Environment.IsDevelopment();
        AddOptions(builder, isDevelopment);
        AddServer(builder.Services, isDevelopment);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAuthentication();
        if (isDevelopment)
        {
            // An identity provider rotates keys on its own schedule; here a developer sees what that does.
            app.MapPost("/keys/rotate", static (SigningKeys keys) => Results.Ok(new { kid = keys.Rotate() }));
        }

        return app;
    }

    private static void AddOptions(WebApplicationBuilder builder, bool isDevelopment)
    {
        var options = builder.Services.AddOptions<IdentityOptions>().BindConfiguration(IdentityOptions.SectionName).ValidateOnStart();
        if (isDevelopment)
        {
            options.PostConfigure(static options =>
            {
                if (options.Clients.Count == 0)
                {
                    DevelopmentClients.AddTo(options);
                }
            });
        }

        builder.Services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
    }

    private static void AddServer(IServiceCollection services, bool isDevelopment)
    {
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(static provider => provider.GetRequiredService<SigningKeys>());
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<IdentityOptions>>(static (server, identity) =>
        {
            server.AccessTokenLifetime = identity.Value.TokenLifetime;
            server.Scopes.UnionWith(identity.Value.Clients.Values.SelectMany(static client => client.Scopes));
        });
        services.AddOpenIddict().AddServer(options =>
        {
            // Without a database: the clients are those of the configuration, and a token is good until it expires.
            options.EnableDegradedMode();
            options.SetTokenEndpointUris("connect/token");
            options.AllowClientCredentialsFlow();

            // The shop reads the tokens: they are signed, and not encrypted.
            options.AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            options.AddEventHandler<ValidateTokenRequestContext>(static handler => handler.UseSingletonHandler<ClientCheck>());
            options.AddEventHandler<HandleTokenRequestContext>(static handler => handler.UseSingletonHandler<TokenIssue>());
            var web = options.UseAspNetCore();
            if (isDevelopment)
            {
                web.DisableTransportSecurityRequirement();
            }
        });
    }
}
