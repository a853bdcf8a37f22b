namespace Bookstore;

/// <summary>The settings of webhooks. They are read from <c>Bookstore:Webhooks</c> of the application's configuration, and checked at start.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// The key that the endpoints' secrets are encrypted with in the store: 32 random bytes in base64, such as the output of <c>openssl rand -base64 32</c>. The same on all hosts of a shop. Keep it where the database's backups are not.
    /// Required. Default empty.
    /// </summary>
    public string SecretKey { get; set; } = string.Empty;

    /// <summary>Keys that <see cref="SecretKey"/> replaced: secrets that were encrypted with them can be read still. Up to 10. Default none.</summary>
    public IList<string> PreviousSecretKeys { get; } = [];

    /// <summary>Whether endpoints may have addresses with <c>http</c>. Anyone on the way reads the events then: for development. Default <see langword="false"/>.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether requests may go to addresses that are not public, such as those of this machine and of its network, and to any port. Who may create endpoints reaches your internal services then: for development. Default <see langword="false"/>.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long a try may take, from the resolution of the name to the end of the response. 1 to 60 seconds. Default 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many requests to one endpoint are in progress at a time on a host. 1 to 256. Default 16.</summary>
    public int EndpointConcurrency { get; set; } = 16;

    /// <summary>
    /// How many requests to all endpoints are in progress at a time on a host. Each enabled endpoint has the same share of half of them to itself; the rest is for endpoints that respond quickly.
    /// With fewer places than endpoints they take turns. 1 to 4,096. Default 512.
    /// </summary>
    public int MaxConcurrency { get; set; } = 512;

    /// <summary>How many endpoints a shop may have. 1 to 1,000. Default 100.</summary>
    public int MaxEndpoints { get; set; } = 100;
}
