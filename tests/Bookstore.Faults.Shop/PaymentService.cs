using Bookstore.Payments.Simulated;

namespace Bookstore.Faults;

/// <summary>A payment service with books of its own, which misbehaves when it is told to.</summary>
internal static class PaymentService
{
    public static WebApplication Build(string ledger, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = ledger }));
        builder.Services.AddSingleton<Misbehaviour>();

        var app = builder.Build();
        app.Map("/elsewhere", () => Results.Text("You should not be here."));
        app.MapGet("/waiting", (Misbehaviour misbehaviour) => misbehaviour.Hanging);
        app.MapPut("/behaviour", (Misbehaviour misbehaviour, string mode, bool after) => misbehaviour.Set(mode, after));
        var payments = app.MapGroup("/payments").AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<Misbehaviour>().ApplyAsync(context, next));
        payments.MapPut("/{id:guid}", AuthorizeAsync).DisableAntiforgery();
        payments.MapPost("/{id:guid}/{what}", SettleAsync);
        payments.MapGet("/{id:guid}", async (Guid id, SimulatedPaymentGateway gateway, CancellationToken stop) =>
            await gateway.FindAsync(new FindRequest(id, null), stop) is { } payment ? Results.Ok(Describe(payment)) : Results.NoContent());
        return app;
    }

    // Whoever hangs up does not undo it: the money is on its way.
    private static async Task<IResult> AuthorizeAsync(Guid id, HttpRequest request, SimulatedPaymentGateway gateway)
    {
        var form = await request.ReadFormAsync();
        var amount = Money.FromMinorUnits(long.Parse(form["amount"].ToString()), form["currency"].ToString());
        var token = form["token"].ToString() is { Length: > 0 } text ? new PaymentToken(text) : null;
        var answer = await gateway.AuthorizeAsync(new AuthorizeRequest(id, amount, token), CancellationToken.None);
        var payment = Describe((await gateway.FindAsync(new FindRequest(id, null), CancellationToken.None))!);
        return answer.Outcome == AuthorizeOutcome.Approved ? Results.Ok(payment) : Results.Json(payment, statusCode: StatusCodes.Status402PaymentRequired);
    }

    private static async Task<IResult> SettleAsync(Guid id, string what, long? amount, string? currency, SimulatedPaymentGateway gateway)
    {
        var known = await gateway.FindAsync(new FindRequest(id, null), CancellationToken.None);
        var done = what switch
        {
            "capture" => known?.Amount is { } held && await gateway.CaptureAsync(new CaptureRequest(id, null, held, "capture"), CancellationToken.None) == CaptureResult.Captured,
            "void" => await gateway.VoidAsync(new VoidRequest(id, null, "void"), CancellationToken.None) == VoidResult.Voided,
            _ => await gateway.RefundAsync(new RefundRequest(id, id, null, Money.FromMinorUnits(amount!.Value, currency!), "test", "refund"), CancellationToken.None) == RefundResult.Refunded,
        };
        var payment = await gateway.FindAsync(new FindRequest(id, null), CancellationToken.None);
        return payment is null ? Results.NotFound() : Results.Json(Describe(payment), statusCode: done ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private static object Describe(GatewayPayment payment) => new
    {
        id = payment.OrderId,
        amount = payment.Amount?.MinorUnits,
        currency = payment.Amount?.Currency,
        status = payment.Status.ToString(),
        transaction = payment.TransactionId,
    };
}
