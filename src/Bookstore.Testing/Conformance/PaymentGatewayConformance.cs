namespace Bookstore.Testing;

/// <summary>The contract of <see cref="IPaymentGateway"/>, a case for each sentence. Run all of them against every adapter that you write.</summary>
public static class PaymentGatewayConformance
{
    /// <summary>Every sentence of the contract. A gateway with a <see cref="IPaymentGateway.LateAuthorizationWindow"/> is not held to forbid later authorizations.</summary>
    public static IReadOnlyList<ConformanceCase<GatewayUnderTest>> Cases { get; } =
        [.. AuthorizationCases.All, .. CaptureCases.All, .. VoidCases.All, .. RefundCases.All, .. RefusalCases.All, .. CustomerActionCases.All, .. LedgerCases.All];

    /// <summary>Runs one case by its name, for test frameworks that pass texts.</summary>
    /// <param name="name">The <see cref="ConformanceCase{TSubject}.Name"/>.</param>
    /// <param name="subject">The gateway.</param>
    /// <returns>A task that ends well when the sentence is kept.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    /// <exception cref="ConformanceException">The sentence is not kept.</exception>
    public static Task RunAsync(string name, GatewayUnderTest subject) => Suite.Find(Cases, name).RunAsync(subject);

    /// <summary>Runs all cases, one after the other, for programs without a test framework.</summary>
    /// <param name="subject">The gateway.</param>
    /// <returns>A task that ends well when the whole contract is kept.</returns>
    /// <exception cref="ConformanceException">Names every sentence that is not kept, and why.</exception>
    public static Task RunAllAsync(GatewayUnderTest subject) => Suite.RunAllAsync(Cases, subject);
}
