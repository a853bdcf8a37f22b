using System.Collections.Concurrent;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The courier for tests keeps the contract, and the suite finds every adapter that does not.</summary>
public sealed class CourierConformanceTests
{
    public static TheoryData<string> Cases => [.. CourierConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_scripted_courier_keeps_the_contract(string sentence) => CourierConformance.RunAsync(sentence, new ScriptedCourier());

    [Theory]
    [InlineData(Flaw.NoName, "has a name")]
    [InlineData(Flaw.NoNumber, "answers with a tracking number")]
    [InlineData(Flaw.BooksAnew, "made again answers the same")]
    [InlineData(Flaw.OneNumberForAll, "Two deliveries")]
    [InlineData(Flaw.CancelsOnce, "called off again")]
    [InlineData(Flaw.ForgetsCancellations, "forbids a later booking")]
    public async Task A_courier_that_breaks_a_sentence_is_found(Flaw flaw, string sentence)
    {
        var found = await Should.ThrowAsync<ConformanceException>(() => CourierConformance.RunAllAsync(new FlawedCourier(flaw)));

        found.Message.ShouldContain(sentence);
    }

    public enum Flaw
    {
        NoName,
        NoNumber,
        BooksAnew,
        OneNumberForAll,
        CancelsOnce,
        ForgetsCancellations,
    }

    private sealed class FlawedCourier(Flaw flaw) : ICourier
    {
        private readonly ConcurrentDictionary<Guid, bool> _cancelled = [];

        public string Name => flaw == Flaw.NoName ? string.Empty : "flawed";

        public ValueTask<string?> BookAsync(Delivery delivery, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(flaw switch
        {
            Flaw.NoNumber => string.Empty,
            Flaw.BooksAnew => Guid.NewGuid().ToString(),
            Flaw.OneNumberForAll => "T-1",
            _ => _cancelled.ContainsKey(delivery.Id) && flaw != Flaw.ForgetsCancellations ? null : delivery.Id.ToString(),
        });

        public ValueTask CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
            _cancelled.TryAdd(deliveryId, true) || flaw != Flaw.CancelsOnce ? ValueTask.CompletedTask : throw new InvalidOperationException("called off already");
    }
}
