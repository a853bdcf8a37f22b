using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The courier for tests keeps the contract of notifications, and the suite finds what takes in too much.</summary>
public sealed class NotificationConformanceTests
{
    public static TheoryData<string> Cases => [.. NotificationConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_scripted_courier_keeps_the_contract(string sentence)
    {
        var courier = new ScriptedCourier { NotificationSecret = "a secret" };
        return NotificationConformance.RunAsync(sentence, NotificationsUnderTest.Of(courier, () => courier.Scan(Guid.CreateVersion7(), DeliveryStatus.Delivered, DateTimeOffset.UnixEpoch)));
    }

    [Theory]
    [InlineData(Flaw.BelievesAll, "without headers")]
    [InlineData(Flaw.BelievesAnySignature, "headers are all changed")]
    [InlineData(Flaw.SignsTheFirstBytes, "cut or longer")]
    [InlineData(Flaw.SignsTheLength, "any byte is changed")]
    [InlineData(Flaw.SaysNothing, "says something")]
    [InlineData(Flaw.SaysAnother, "the same each time")]
    public async Task A_source_that_breaks_a_sentence_is_found(Flaw flaw, string sentence)
    {
        var source = new FlawedSource(flaw);
        var request = new IncomingNotification
        {
            Body = "a body of some length"u8.ToArray(),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["signature"] = "0" },
        };

        var found = await Should.ThrowAsync<ConformanceException>(() => NotificationConformance.RunAllAsync(NotificationsUnderTest.Of(source, () => request)));

        found.Message.ShouldContain(sentence);
    }

    public enum Flaw
    {
        BelievesAll,
        BelievesAnySignature,
        SignsTheFirstBytes,
        SignsTheLength,
        SaysNothing,
        SaysAnother,
    }

    private sealed class FlawedSource(Flaw flaw) : INotificationSource
    {
        private int _read;

        public string Source => "flawed";

        public NotificationReading Read(IncomingNotification request)
        {
            var isSigned = request.Headers.TryGetValue("signature", out var signature) && (signature == "0" || flaw == Flaw.BelievesAnySignature) && IsWhole(Encoding.UTF8.GetString(request.Body.Span));
            if (!isSigned && flaw != Flaw.BelievesAll)
            {
                return NotificationReading.Unauthorized;
            }

            return flaw == Flaw.SaysNothing ? NotificationReading.Irrelevant : NotificationReading.Of(new Notification(flaw == Flaw.SaysAnother ? $"n{Interlocked.Increment(ref _read)}" : "n", "type", "reference"));
        }

        public ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken) => ValueTask.FromResult<Guid?>(null);

        private bool IsWhole(string body) => flaw switch
        {
            Flaw.SignsTheFirstBytes => body.StartsWith("a body", StringComparison.Ordinal),
            Flaw.SignsTheLength => body.Length == 21,
            _ => body == "a body of some length",
        };
    }
}
