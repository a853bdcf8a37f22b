using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>The gateways of this host by their names. An order belongs to the one that it was opened with; nothing is asked of another.</summary>
internal sealed class PaymentGateways
{
    private const int MaxNameLength = 50;

    private readonly Dictionary<string, IsolatedGateway> _byName = new(StringComparer.Ordinal);
    private readonly IsolatedGateway? _first;

    /// <summary>Checks the gateways' names.</summary>
    /// <param name="gateways">The gateways of one shop.</param>
    /// <param name="options">The shop's options.</param>
    /// <param name="shop">The shop's name, where it has one.</param>
    /// <exception cref="InvalidOperationException">A name is out of range, or two gateways have the same.</exception>
    public PaymentGateways(IEnumerable<IPaymentGateway> gateways, IOptions<BookstoreOptions> options, string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Missing = MissingIn(shop);
        foreach (var gateway in gateways)
        {
            var name = gateway.Name;
            if (Require.TextProblem(name, 1, MaxNameLength) is { } problem)
            {
                throw new InvalidOperationException($"The Name of the payment gateway {gateway.GetType().Name} {problem}. Give it 1 to {MaxNameLength} characters, and never change them.");
            }

            var isolated = new IsolatedGateway(gateway, new Bulkhead(isInline: gateway.NeverBlocks || options.Value.WritePath.ContinuesInline));
            if (!_byName.TryAdd(name, isolated))
            {
                throw new InvalidOperationException($"Two payment gateways have the name '{name}'. Register it once, or give one of them another name.");
            }

            _first ??= isolated;
            Authorizing = name;
        }

        Names = [.. _byName.Keys];
    }

    /// <summary>What to do when there is none.</summary>
    public string Missing { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<IsolatedGateway> All => _byName.Values;

    /// <summary>The name of the gateway that authorizes new orders: the one that was registered last. <see langword="null"/> when there is none.</summary>
    public string? Authorizing { get; }

    /// <summary>Their names, in the order of their registration.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The gateway of a name, or <see langword="null"/> when this host does not have it.</summary>
    public IsolatedGateway? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The gateway that an order's money belongs to, or <see langword="null"/> when this host does not have it.</summary>
    /// <remarks>An order of a version that kept no name belongs to none until <see cref="UnnamedOrders"/> has found out which.</remarks>
    public IsolatedGateway? Of(OrderRecord order) => order.Gateway is { } name ? _byName.GetValueOrDefault(name) : null;

    /// <summary>The gateway to compare an order with, which moves no money: for an order without a name the one that was registered first.</summary>
    public IsolatedGateway? ToCompare(OrderRecord order) => order.Gateway is null ? _first : Of(order);

    private static string MissingIn(string? shop) =>
        (shop is null
            ? "The bookstore has no payment gateway. Register your own, services.AddSingleton<IPaymentGateway, MyGateway>(), or add the package Bookstore.Payments.Simulated and call UseSimulatedPayments() on what AddBookstore returns, which "
            : $"The bookstore '{shop}' has no payment gateway of its own. Register one, services.AddKeyedSingleton<IPaymentGateway, MyGateway>(\"{shop}\"), or call UseGateway(...) or UseSimulatedPayments() on what AddBookstore(\"{shop}\") returns; the latter ")
        + "makes no real charges. A process that places no orders can do without: set BookstoreOptions.BackgroundWork to false.";
}

/// <summary>A gateway, and what keeps its calls apart from those of others.</summary>
internal sealed class IsolatedGateway(IPaymentGateway gateway, Bulkhead bulkhead)
{
    public IPaymentGateway Gateway => gateway;

    /// <inheritdoc cref="Bulkhead.CallAsync"/>
    public ValueTask<TResult> CallAsync<TRequest, TResult>(
        TRequest request, Func<(IPaymentGateway gateway, TRequest request), CancellationToken, ValueTask<TResult>> call, CancellationToken timeout) =>
        bulkhead.CallAsync((gateway, request), call, timeout);

    /// <inheritdoc cref="Bulkhead.StopWith"/>
    public CancellationToken StopWith(CancellationToken timeout) => bulkhead.StopWith(timeout);
}
