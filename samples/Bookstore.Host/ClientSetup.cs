using Microsoft.Extensions.Options;

namespace Bookstore.Samples;

/// <summary>Who may call the host, beside the clients of the configuration section <c>Bookstore:Clients</c>.</summary>
internal static class ClientSetup
{
    private const string KeyVariable = "BOOKSTORE_API_KEY";
    private const string DevelopmentKey = "secret123";
    private const string ClientName = "default";
    private const int MinKeyLength = 16;
    private const int MaxKeyLength = 512;

    /// <summary>Adds the key of the environment as a client with every role; in Development, without any, the well-known one.</summary>
    public static void AddEnvironmentKey(BookstoreApiOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        // A client of that name is the configuration's own: it keeps its keys and roles, and CheckKeys refuses the variable beside it.
        var key = KeyOf(configuration) ?? (environment.IsDevelopment() ? DevelopmentKey : null);
        if (key is null || !CanBeSent(key) || options.Clients.ContainsKey(ClientName))
        {
            return;
        }

        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(key));
        foreach (var role in BookstoreRoles.All)
        {
            client.Roles.Add(role);
        }

        options.Clients.Add(ClientName, client);
    }

    /// <summary>Refuses to start without any key or with one that does not protect the host, and warns of the well-known one.</summary>
    public static void CheckKeys(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().CurrentValue;
        var key = KeyOf(app.Configuration);
        if (key is not null)
        {
            CheckKey(key, app.Configuration, app.Environment);
        }

        if (!app.Environment.IsDevelopment())
        {
            RefuseWellKnownKey(options);
        }

        if (!options.Clients.Values.Any(client => client.KeyHashes.Count > 0))
        {
            throw new HostSetupException(
                $"No client may call this host. Set {KeyVariable} to a secret of your own, or configure Bookstore:Clients. "
                + $"Only in Development does a well-known key stand in (ASPNETCORE_ENVIRONMENT is {app.Environment.EnvironmentName}).");
        }

        if (key is null && app.Environment.IsDevelopment() && !IsConfigured(app.Configuration))
        {
            app.Logger.LogWarning("{Variable} is not set: the well-known development key stands in. Do not use it anywhere else", KeyVariable);
        }
    }

    private static void CheckKey(string key, IConfiguration configuration, IHostEnvironment environment)
    {
        if (IsConfigured(configuration))
        {
            throw new HostSetupException(
                $"{KeyVariable} is set and Bookstore:Clients:{ClientName} is configured: the variable's client has that name and every role. Rename the configured client, or unset {KeyVariable}.");
        }

        if (!CanBeSent(key))
        {
            throw new HostSetupException($"{KeyVariable} is a key that no client can send. Use 16 to {MaxKeyLength} visible ASCII characters without spaces, such as the output of: openssl rand -hex 32");
        }

        if (!environment.IsDevelopment() && key.Length < MinKeyLength)
        {
            throw new HostSetupException(
                $"{KeyVariable} is {(key == DevelopmentKey ? "the well-known development key" : "too short")}: outside Development a key has at least {MinKeyLength} characters. "
                + "Use a random one, such as the output of: openssl rand -hex 32");
        }
    }

    private static void RefuseWellKnownKey(BookstoreApiOptions options)
    {
        var wellKnown = ApiClientRegistration.HashKey(DevelopmentKey);
        foreach (var (name, client) in options.Clients)
        {
            if (client.KeyHashes.Any(hash => string.Equals(hash, wellKnown, StringComparison.OrdinalIgnoreCase)))
            {
                throw new HostSetupException($"Client {name} has the well-known development key. Outside Development give it one of its own, such as the output of: openssl rand -hex 32");
            }
        }
    }

    private static bool IsConfigured(IConfiguration configuration) => configuration.GetSection($"{BookstoreApiOptions.SectionName}:Clients:{ClientName}").Exists();

    private static bool CanBeSent(string key) => key.Length <= MaxKeyLength && key.All(static character => character is > ' ' and < '\u007f');

    private static string? KeyOf(IConfiguration configuration) => configuration[KeyVariable] is { Length: > 0 } key ? key : null;
}
