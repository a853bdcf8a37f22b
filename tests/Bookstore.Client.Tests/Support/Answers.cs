using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Client.Tests;

/// <summary>Steps for the script of a server.</summary>
internal static class Answers
{
    public static readonly BookResource Emma = new() { Isbn = "9780141439587", Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD", Stock = 5 };

    public static readonly OrderReceipt Receipt = new() { OrderId = "0199", Status = OrderStatuses.Created, Total = 19.98m, Currency = "USD" };

    public static RequestDelegate Book => Json(200, Emma, BookstoreJsonContext.Default.BookResource);

    public static RequestDelegate Created => Json(201, Receipt, BookstoreJsonContext.Default.OrderReceipt);

    public static RequestDelegate Json<T>(int status, T body, JsonTypeInfo<T> type, string? link = null) => Text(status, "application/json", JsonSerializer.Serialize(body, type), link);

    public static RequestDelegate Problem(int status, string code, int? retryAfterSeconds = null) =>
        Problem(new ProblemResource { Status = status, Code = code, Detail = $"It is {code}.", TraceId = "4bf92f" }, retryAfterSeconds);

    public static RequestDelegate Problem(ProblemResource problem, int? retryAfterSeconds = null) => context =>
    {
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Text(problem.Status, "application/problem+json", JsonSerializer.Serialize(problem, BookstoreJsonContext.Default.ProblemResource))(context);
    };

    public static RequestDelegate Text(int status, string contentType, string body, string? link = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (link is not null)
        {
            context.Response.Headers.Link = link;
        }

        await context.Response.WriteAsync(body);
    };

    /// <summary>Announces a body, sends half of it and cuts the connection.</summary>
    public static async Task CutOff(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1_000;
        await context.Response.WriteAsync("{\"isbn\":\"97801414");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Says that the request is there, and never answers it.</summary>
    public static RequestDelegate Never(TaskCompletionSource arrived) => async context =>
    {
        arrived.TrySetResult();
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };
}
