using System.Net;
using Bookstore.Payments.Simulated;

namespace Bookstore.Samples;

/// <summary>The bank of the simulated gateway: a page at which a customer approves or refuses a payment that waits for them.</summary>
/// <remarks>It needs no API key, as a bank's page does not: whoever has the order's id may answer for its customer, and no real money moves.</remarks>
internal sealed class SimulatedBank(Uri? address)
{
    private const string Path = "simulated-bank";

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Simulated bank</title><style>body{font-family:sans-serif;margin:3em auto;max-width:40em;line-height:1.6}form{display:inline}</style></head>
        <body>
        <h1>Simulated bank</h1>
        <p>No real money moves here. Order <code>{order}</code>: {state}</p>
        {forms}
        </body>
        </html>
        """;

    private const string Forms = """
        <form method="post" action="/simulated-bank/{order}/approve"><button>Approve</button></form>
        <form method="post" action="/simulated-bank/{order}/refuse"><button>Refuse</button></form>
        """;

    private ICollection<string> _urls = [];

    /// <summary>The page of an order, at the configured address or at the first one that the host listens on.</summary>
    public Uri PageOf(Guid orderId) => new(address ?? AddressOf(_urls.FirstOrDefault()), $"{Path}/{orderId}");

    /// <summary>Where this host takes the gateway's notifications in; <see langword="null"/> before it listens. Not the configured address, which the host itself may not reach.</summary>
    public Uri? FindWebhookAddress() =>
        _urls.FirstOrDefault(static url => url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) is { } url ? new Uri(AddressOf(url), "/webhooks/simulated") : null;

    /// <summary>Maps the page, where payments are simulated.</summary>
    public static void MapTo(WebApplication app)
    {
        if (app.Services.GetService<SimulatedBank>() is not { } bank || app.Services.GetService<IPaymentGateway>() is not SimulatedPaymentGateway gateway)
        {
            return;
        }

        bank._urls = app.Urls;
        app.MapGet($"/{Path}/{{order_id:guid}}", async (Guid order_id, HttpContext context, CancellationToken cancellationToken) =>
            Show(context, order_id, await gateway.FindLastAsync(order_id, cancellationToken))).ExcludeFromDescription();
        app.MapPost($"/{Path}/{{order_id:guid}}/approve", async (Guid order_id, HttpContext context, CancellationToken cancellationToken) =>
            Show(context, order_id, await gateway.CompleteActionAsync(order_id, isApproved: true, cancellationToken))).ExcludeFromDescription();
        app.MapPost($"/{Path}/{{order_id:guid}}/refuse", async (Guid order_id, HttpContext context, CancellationToken cancellationToken) =>
            Show(context, order_id, await gateway.CompleteActionAsync(order_id, isApproved: false, cancellationToken))).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, Guid orderId, GatewayPayment? payment)
    {
        // The page is for a browser, which says that it takes one.
        if (payment is null && !context.Request.GetTypedHeaders().Accept.Any(static accepted => accepted.MediaType == "text/html"))
        {
            return new Unknown();
        }

        var response = context.Response;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'";
        response.Headers.CacheControl = "no-store";
        var state = payment?.Status switch
        {
            null => "the bank knows of no payment.",
            GatewayPaymentStatus.RequiresAction => "do you approve this payment?",
            GatewayPaymentStatus.Declined => "the payment is declined.",
            GatewayPaymentStatus.Voided => "the payment is voided.",
            _ => "the payment is approved. The shop confirms the order within a second.",
        };
        var forms = payment?.Status == GatewayPaymentStatus.RequiresAction ? Forms : string.Empty;
        var page = Page.Replace("{state}", state, StringComparison.Ordinal).Replace("{forms}", forms, StringComparison.Ordinal).Replace("{order}", orderId.ToString(), StringComparison.Ordinal);
        return Results.Content(page, "text/html; charset=utf-8", statusCode: payment is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    private sealed class Unknown : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => HostSetup.AnswerNotFoundAsync(httpContext);
    }

    // An address that stands for every one of the machine is none that a browser can go to.
    private static Uri AddressOf(string? url)
    {
        if (url is null || BindingAddress.Parse(url) is not { IsUnixPipe: false } bound)
        {
            return new Uri("http://localhost:5001");
        }

        var isAny = bound.Host is "+" or "*" || (IPAddress.TryParse(bound.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
        return new UriBuilder(bound.Scheme, isAny ? "localhost" : bound.Host, bound.Port).Uri;
    }
}
