using System.Collections.Concurrent;
using Bookstore.Client;
using Bookstore.Contracts;

namespace Bookstore.Samples;

/// <summary>The endpoint of this program at the host: created at its start, removed at its end.</summary>
internal sealed class Subscription
{
    private readonly ReceiverOptions _options;
    private readonly BookstoreClient _client;
    private string? _id;

    public Subscription(ReceiverOptions options)
    {
        _options = options;
        var services = new ServiceCollection();
        services.AddBookstoreClient(client => (client.BaseAddress, client.ApiKey) = (options.Host, options.ApiKey));
        _client = services.BuildServiceProvider().GetRequiredService<BookstoreClient>();
        if (options.Secret is { } secret)
        {
            Secrets.Add(secret);
        }
    }

    /// <summary>The secrets that requests are verified with.</summary>
    public ConcurrentBag<string> Secrets { get; } = [];

    public async Task BeginAsync()
    {
        if (_options.Secret is not null)
        {
            return;
        }

        var endpoint = await _client.CreateWebhookAsync(new SaveWebhookBody { Url = new Uri(_options.ListenOn, Receiver.Path).ToString(), Types = _options.Types });
        _id = endpoint.WebhookId;
        Secrets.Add(endpoint.Secret!);
        await _client.PingWebhookAsync(_id);
    }

    public async Task EndAsync()
    {
        if (_id is { } id)
        {
            await _client.RemoveWebhookAsync(id);
        }
    }

    /// <summary>What to do where the host refuses.</summary>
    public static string Advice(BookstoreApiException fault) => fault.Code switch
    {
        ProblemCodes.InvalidWebhook => "Start the host with --Bookstore:Webhooks:AllowHttp true --Bookstore:Webhooks:AllowPrivateAddresses true.",
        ProblemCodes.NotFound => "The host has no webhooks. On PostgreSQL it needs Bookstore:Webhooks:SecretKey.",
        ProblemCodes.Unauthorized or ProblemCodes.Forbidden => "Set BOOKSTORE_API_KEY to a key with the role webhooks.manage.",
        _ => "Is the host there? Start it with: dotnet run --project samples/Bookstore.Host",
    };
}
