using System.Text.Json;
using Bookstore;

// An application that was there before: routes, JSON and problem details of its own.
var builder = WebApplication.CreateBuilder(args);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower);
builder.Services.AddProblemDetails();

builder.Services.AddBookstore().UseSqlite($"Data Source={builder.Configuration["Database"]}").UseSimulatedPayments();
builder.Services.AddBookstoreApi(api =>
{
    var client = new ApiClientRegistration();
    client.KeyHashes.Add(ApiClientRegistration.HashKey(builder.Configuration["BOOKSTORE_API_KEY"]!));
    foreach (var role in BookstoreRoles.All)
    {
        client.Roles.Add(role);
    }

    api.Clients["consumer"] = client;
});

var app = builder.Build();
app.MapGet("/hello", () => new Greeting("still here"));
app.MapBookstoreApi();
app.MapBookstoreHealth();
await app.RunAsync();

internal sealed record Greeting(string WhatItSays);
