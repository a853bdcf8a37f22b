using Bookstore.Faults;

// "gateway <ledger>" is the payment service, "shop <its address>" the host; both take --urls. A path before it would be read as a switch that takes --urls for its value.
var app = args switch
{
    ["gateway", var ledger, .. var rest] => PaymentService.Build(ledger, rest),
    ["shop", var gateway, .. var rest] => Shop.Build(new Uri(gateway), rest),
    _ => throw new ArgumentException("gateway <ledger> | shop <address>", nameof(args)),
};
await app.RunAsync();
