using Bookstore.Client;

namespace Bookstore.Samples;

/// <summary>What the program was asked to do.</summary>
internal sealed record ReceiverOptions
{
    public const string Usage = """
        Usage: dotnet run --project samples/Bookstore.WebhookReceiver -- [options]

          --url ADDRESS      where the host is (http://localhost:5001)
          --listen ADDRESS   where this program listens (http://localhost:5080)
          --types LIST       the types of events, separated by commas (all)
          --secret SECRET    the secret of an endpoint that exists; without it, the program creates one and removes it at its end

        The API key is read from BOOKSTORE_API_KEY; without it, the key of a host in Development is used. The host has to allow such an endpoint:

          dotnet run --project samples/Bookstore.Host -- --Bookstore:Webhooks:AllowHttp true --Bookstore:Webhooks:AllowPrivateAddresses true
        """;

    private const string DevelopmentKey = "secret123";

    public Uri Host { get; init; } = new("http://localhost:5001");

    public Uri ListenOn { get; init; } = new("http://localhost:5080");

    public IReadOnlyList<string> Types { get; init; } = [];

    public string? Secret { get; init; }

    public string ApiKey { get; } = Environment.GetEnvironmentVariable("BOOKSTORE_API_KEY") is { Length: > 0 } key ? key : DevelopmentKey;

    public bool IsHelp { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says which word.</exception>
    public static ReceiverOptions Parse(string[] args) => CommandLine.AsksForHelp(args)
        ? new ReceiverOptions { IsHelp = true }
        : CommandLine.Read(args, new ReceiverOptions(), static (options, name, value) => options.With(name, value), static (_, word) => throw CommandLine.Unknown(word));

    private ReceiverOptions With(string name, string value) => name switch
    {
        "--url" => this with { Host = Address(name, value) },
        "--listen" => this with { ListenOn = Address(name, value) },
        "--types" => this with { Types = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
        "--secret" => this with { Secret = Checked(value) },
        _ => throw CommandLine.Unknown(name),
    };

    private static Uri Address(string name, string value) => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal)
        ? address
        : throw new FormatException($"{name} is '{value}'; give an address such as http://localhost:5080.");

    private static string Checked(string secret)
    {
        try
        {
            BookstoreWebhooks.Verify(default, new WebhookHeaders(null, null, null), secret);
            return secret;
        }
        catch (ArgumentException)
        {
            throw new FormatException("--secret is whsec_ and base64, as the host showed it when the endpoint was created.");
        }
    }
}
