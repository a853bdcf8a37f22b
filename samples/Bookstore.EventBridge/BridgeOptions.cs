namespace Bookstore.Samples;

/// <summary>What the program was asked to do.</summary>
internal sealed record BridgeOptions
{
    public const string Usage = """
        Usage: dotnet run --project samples/Bookstore.EventBridge -- [options]

          --url ADDRESS     where the host is (http://localhost:5001)
          --nats ADDRESS    where the NATS server is, with JetStream (nats://localhost:4222)
          --stream NAME     the stream that gets the events; it is made when it is not there (BOOKSTORE)
          --types LIST      only these types, such as order.*,refund.* (all)
          --position FILE   where the position is kept (bookstore-bridge.position)

        Runs until Ctrl+C. Each event becomes a message on the subject bookstore.<type>, such as bookstore.order.created.
        The API key is read from BOOKSTORE_API_KEY; without it, the key of a host in Development is used. Its role is events.read.
        """;

    private const string DevelopmentKey = "secret123";

    public Uri Address { get; init; } = new("http://localhost:5001");

    public string ApiKey { get; } = Environment.GetEnvironmentVariable("BOOKSTORE_API_KEY") is { Length: > 0 } key ? key : DevelopmentKey;

    public Uri Broker { get; init; } = new("nats://localhost:4222");

    public string Stream { get; init; } = "BOOKSTORE";

    public IReadOnlyCollection<string>? Types { get; init; }

    public string PositionPath { get; init; } = "bookstore-bridge.position";

    public bool IsHelp { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says which word.</exception>
    public static BridgeOptions Parse(string[] args) => CommandLine.AsksForHelp(args)
        ? new BridgeOptions { IsHelp = true }
        : CommandLine.Read(args, new BridgeOptions(), static (options, name, value) => options.With(name, value), static (_, word) => throw new FormatException($"There is no place for the word {word}."));

    private BridgeOptions With(string name, string value) => name switch
    {
        "--url" when Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) => this with { Address = address },
        "--url" => throw new FormatException($"--url is '{value}'; give an address such as http://localhost:5001."),
        "--nats" when Uri.TryCreate(value, UriKind.Absolute, out var broker) && broker.Scheme is "nats" or "tls" => this with { Broker = broker },
        "--nats" => throw new FormatException("--nats is no address; give one such as nats://localhost:4222."),
        "--stream" when value.Length is > 0 and <= 100 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') => this with { Stream = value },
        "--stream" => throw new FormatException($"--stream is '{value}'; a stream's name has up to 100 letters, digits, - and _."),
        "--types" when value.Length > 0 => this with { Types = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
        "--types" => throw new FormatException("--types is empty; leave it out for all types."),
        "--position" when value.Length > 0 => this with { PositionPath = value },
        "--position" => throw new FormatException("--position needs the path of a file."),
        _ => throw CommandLine.Unknown(name),
    };
}
