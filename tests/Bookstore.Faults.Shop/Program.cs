using Bookstore.Faults;

// "gateway <ledger>" is the payment service, "shop <its address>" the host; both take --urls.
var app = args switch
{
    ["gateway", var ledger, ..] => PaymentService.Build(ledger, args),
    ["shop", var gateway, ..] => Shop.Build(new Uri(gateway), args),
    _ => throw new ArgumentException("gateway <ledger> | shop <address>", nameof(args)),
};
await app.RunAsync();
