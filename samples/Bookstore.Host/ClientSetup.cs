using Microsoft.Extensions.Options;

namespace Bookstore.Samples;

/// <summary>Who may call the host, beside the clients of the configuration section <c>Bookstore:Clients</c>.</summary>
internal static class ClientSetup
{
    private const string KeyVariable = "BOOKSTORE_API_KEY";
    private const string DevelopmentKey = "secret123";
    private const string ClientName = "default";

    /// <summary>Adds the key of the environment as a client with every role; in Development, without any, the well-known one.</summary>
    public static void AddEnvironmentKey(BookstoreApiOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        var key = KeyOf(configuration) ?? (environment.IsDevelopment() ? DevelopmentKey : null);
        if (key is null)
        {
            return;
        }

        if (!options.Clients.TryGetValue(ClientName, out var client))
        {
            client = new ApiClientRegistration();
            options.Clients.Add(ClientName, client);
        }

        client.KeyHashes.Add(ApiClientRegistration.HashKey(key));
        foreach (var role in BookstoreRoles.All)
        {
            client.Roles.Add(role);
        }
    }

    /// <summary>Refuses to start without any key, and warns of the well-known one.</summary>
    public static void RequireKey(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().CurrentValue;
        if (!options.Clients.Values.Any(client => client.KeyHashes.Count > 0))
        {
            throw new HostSetupException(
                $"No client may call this host. Set {KeyVariable} to a secret of your own, or configure Bookstore:Clients. "
                + $"Only in Development does a well-known key stand in (ASPNETCORE_ENVIRONMENT is {app.Environment.EnvironmentName}).");
        }

        if (KeyOf(app.Configuration) is null && app.Environment.IsDevelopment())
        {
            app.Logger.LogWarning("{Variable} is not set: the well-known development key stands in. Do not use it anywhere else", KeyVariable);
        }
    }

    private static string? KeyOf(IConfiguration configuration) => configuration[KeyVariable] is { Length: > 0 } key ? key : null;
}
