using System.Text.Json;
using Bookstore.Client;
using Bookstore.Contracts;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Bookstore.Samples;

/// <summary>The bridge: each event of the feed becomes a message of a stream, in the same order.</summary>
/// <remarks>
/// The position is stored after the broker has stored the message. A bridge that ends in between sends the event again when it is started again, with the same message id: the broker recognizes it for an hour.
/// After a longer break one message may be there twice, so a consumer of the stream removes duplicates by the message id, which is the event's.
/// </remarks>
internal sealed class EventBridge(BookstoreClient client, INatsJSContext broker, BridgeOptions options)
{
    private const int MaxAttempts = 60;

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PositionFile _position = new(options.PositionPath);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await broker.CreateOrUpdateStreamAsync(new StreamConfig(options.Stream, ["bookstore.>"]) { DuplicateWindow = Remembered }, cancellationToken);
        var position = _position.Read();
        Console.WriteLine(position is null ? "Following the feed from its oldest event." : $"Following the feed after position {position}.");
        await foreach (var happened in client.FollowEventsAsync(position, options.Types, cancellationToken))
        {
            await PublishAsync(happened, cancellationToken);
            _position.Write(happened.Cursor!);
        }
    }

    // A broker that is away for a while costs nothing but time: the next event waits.
    private async Task PublishAsync(EventResource happened, CancellationToken cancellationToken)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(happened, BookstoreJsonContext.Default.EventResource);
        var attempts = 0;
        while (true)
        {
            try
            {
                var stored = await broker.PublishAsync($"bookstore.{happened.Type}", message, opts: new NatsJSPubOpts { MsgId = happened.Id }, cancellationToken: cancellationToken);
                if (stored.Error is null)
                {
                    // A duplicate is stored as well: by the run before.
                    return;
                }

                throw new NatsJSApiException(stored.Error);
            }
            catch (NatsException fault) when (++attempts < MaxAttempts)
            {
                Console.Error.WriteLine($"Event {happened.Id} is not stored yet: {fault.Message}");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
