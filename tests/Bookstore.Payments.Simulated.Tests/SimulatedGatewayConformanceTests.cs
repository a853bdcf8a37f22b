using Bookstore.Support;
using Bookstore.Testing;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>The simulated gateway keeps every sentence of the contract, wherever it keeps its ledger.</summary>
public sealed class SimulatedGatewayConformanceTests
{
    public static TheoryData<string> Sentences => [.. PaymentGatewayConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task In_memory(string sentence)
    {
        await using var gateway = new SimulatedPaymentGateway();

        await PaymentGatewayConformance.RunAsync(sentence, UnderTest(gateway));
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public Task In_a_file(string sentence) => RunOnFileAsync(sentence, maxOrdersInMemory: 200_000);

    [Theory]
    [MemberData(nameof(Sentences))]
    public Task In_a_file_of_which_two_orders_are_remembered(string sentence) => RunOnFileAsync(sentence, maxOrdersInMemory: 2);

    [Theory]
    [MemberData(nameof(Sentences))]
    public Task In_a_file_that_is_synced_once_a_second(string sentence) => RunOnFileAsync(sentence, maxOrdersInMemory: 200_000, LedgerSync.EverySecond);

    private static async Task RunOnFileAsync(string sentence, int maxOrdersInMemory, LedgerSync sync = LedgerSync.EachAnswer)
    {
        using var folder = new TemporaryFolder();
        var options = new SimulatedPaymentGatewayOptions { LedgerPath = folder.File("payments.ledger"), MaxOrdersInMemory = maxOrdersInMemory, LedgerSync = sync };
        await using var gateway = new SimulatedPaymentGateway(options);

        await PaymentGatewayConformance.RunAsync(sentence, UnderTest(gateway));
    }

    // Written as people write them.
    private static GatewayUnderTest UnderTest(SimulatedPaymentGateway gateway) => new(gateway)
    {
        GoodToken = new PaymentToken("4242 4242 4242 4242"),
        BadToken = new PaymentToken("4000-0000-0000-0002"),
        ActionToken = new PaymentToken("4000 0027 6000 3184"),
        CompleteActionAsync = (orderId, isApproved) => gateway.CompleteActionAsync(orderId, isApproved).AsTask(),
    };
}
