using Bookstore;
using Bookstore.Payments.Simulated;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the simulated payment gateway to a bookstore.</summary>
public static class SimulatedPaymentsBuilderExtensions
{
    /// <summary>Adds the simulated payment gateway, for development and tests. It makes no real charges; see <see cref="SimulatedPaymentGateway"/>. Its notifications come in at <c>/webhooks/simulated</c> where the application maps webhook receivers.</summary>
    /// <remarks>The gateway of a shop with a name has it as its <see cref="SimulatedPaymentGatewayOptions.Shop"/>.</remarks>
    /// <example>
    /// <code>
    /// services.AddBookstore()
    ///     .UseSqlite("Data Source=bookstore.db")
    ///     .UseSimulatedPayments(options =&gt; options.LedgerPath = "bookstore.payments");
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <param name="configure">Changes the gateway's options.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseSimulatedPayments(this IBookstoreBuilder builder, Action<SimulatedPaymentGatewayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .UseGateway(provider => new SimulatedPaymentGateway(OptionsOf(provider, builder.Name, configure), provider.GetRequiredService<TimeProvider>()))
            .AddNotificationSource(provider => new SimulatedNotifications(OptionsOf(provider, builder.Name, configure).WebhookSecret, provider.GetRequiredService<TimeProvider>()));
    }

    private static SimulatedPaymentGatewayOptions OptionsOf(IServiceProvider provider, string? shop, Action<SimulatedPaymentGatewayOptions>? configure)
    {
        var options = new SimulatedPaymentGatewayOptions
        {
            Shop = shop,
            OnDispute = async (orderId, stop) =>
            {
                var workflow = provider.GetRequiredKeyedService<IOrderWorkflow>(shop);
                return (await workflow.RefreshPaymentAsync(orderId, stop).ConfigureAwait(false)).Order?.Dispute is not null;
            },
        };
        configure?.Invoke(options);
        return options;
    }
}
