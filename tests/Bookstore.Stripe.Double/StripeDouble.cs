using System.Net;
using Bookstore.Stripe.Double.Account;
using Bookstore.Stripe.Double.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Stripe.Double;

/// <summary>A double of Stripe's API on the loopback: PaymentIntents, refunds, idempotency keys, test payment methods and events. It has no state but its own.</summary>
public sealed class StripeDouble : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StripeDouble(WebApplication app, StripeAccount account, Uri address) => (_app, Account, Address) = (app, account, address);

    /// <summary>The API key that the double accepts.</summary>
    public const string ApiKey = "sk_test_double";

    /// <summary>The address of the API.</summary>
    public Uri Address { get; }

    /// <summary>What the account holds, and what is done in its dashboard.</summary>
    public StripeAccount Account { get; }

    /// <summary>What goes wrong with the next requests.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>The requests that came in, in order: method and path.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Starts a double on a free port.</summary>
    /// <param name="time">The clock of created, of keys and of the search. Default: the system's.</param>
    public static async Task<StripeDouble> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var account = new StripeAccount(time ?? TimeProvider.System);
        StripeDouble? self = null;
        app.Run(http => new StripeRequest(http, self!).AnswerAsync());
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        self = new StripeDouble(app, account, address);
        account.ActionPage = address;
        return self;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
