using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bookstore.Samples;

/// <summary>Adds to the operations what the generator does not take from their metadata: texts, headers, problem examples.</summary>
internal sealed class OperationDetails : IOperationFilter
{
    private const string Notifications = "receiveNotification";

    private static readonly string[] CodesToRepeatLater = [ProblemCodes.IdempotencyInProgress, ProblemCodes.CallInFlight];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        operation.Summary = metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        operation.Description = metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description;
        DescribeParameters(operation, context);
        foreach (var response in ResponsesOf(metadata))
        {
            var status = response.StatusCode.ToString(CultureInfo.InvariantCulture);
            operation.Responses ??= [];

            // The explorer passes over an answer without a body that is no success: 304.
            operation.Responses.TryAdd(status, new OpenApiResponse());
            if (operation.Responses[status] is OpenApiResponse target)
            {
                DescribeResponse(operation, target, response);
            }
        }

        if (operation.OperationId == Notifications)
        {
            // The sender's own format, in which the shop has no say.
            var anything = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 262_144 };
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = "What the sender signed, as it is. At most 256 KiB.",
                Content = new Dictionary<string, IOpenApiMediaType> { ["*/*"] = new OpenApiMediaType { Schema = anything } },
            };
        }
        else if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = !SignatureOf(metadata).Any(static parameter => parameter.IsOptional && IsBody(parameter));
            body.Description = "At most 1 MiB.";
            SetExample(body.Content?.Values, Examples.Of(BodyOf(metadata)));
        }

        if (context.ApiDescription.RelativePath?.StartsWith("api/", StringComparison.Ordinal) != true)
        {
            operation.Security = [new OpenApiSecurityRequirement()];
        }
    }

    private static void DescribeParameters(OpenApiOperation operation, OperationFilterContext context)
    {
        var signature = SignatureOf(context.ApiDescription.ActionDescriptor.EndpointMetadata).Where(static parameter => !IsBody(parameter)).ToArray();
        for (var index = 0; index < (operation.Parameters?.Count ?? 0); index++)
        {
            var attributes = signature[index].ParameterInfo.GetCustomAttributes(inherit: false);
            if (operation.Parameters![index] is not OpenApiParameter parameter)
            {
                continue;
            }

            parameter.Description = attributes.OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
            if (attributes.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed && parameter.Schema is OpenApiSchema schema)
            {
                schema.Enum = [.. allowed.Values.Select(value => (JsonNode)(string)value!)];
            }
        }
    }

    private static void DescribeResponse(OpenApiOperation operation, OpenApiResponse target, DescribedResponse response)
    {
        target.Description = response.Description;
        target.Headers = HeadersOf(operation, response);
        var example = response.Type == typeof(ProblemResource)
            ? Examples.Problem(response.StatusCode, response.Description!.Split('`')[1])
            : Examples.Of(response.Type);
        SetExample(target.Content?.Values, example);
        DescribeStream(target, example);
        LimitArray(target);
    }

    private static IEnumerable<DescribedResponse> ResponsesOf(IList<object> metadata) =>
    [
        .. metadata.OfType<ProducesResponseTypeAttribute>().Select(response => new DescribedResponse(response.StatusCode, response.Type, response.Description)),
        .. metadata.OfType<IProducesResponseTypeMetadata>().Select(response => new DescribedResponse(response.StatusCode, response.Type, response.Description)),
    ];

    private static IEnumerable<IParameterBindingMetadata> SignatureOf(IEnumerable<object> metadata) => metadata.OfType<IParameterBindingMetadata>();

    private static bool IsBody(IParameterBindingMetadata parameter) => parameter.ParameterInfo.IsDefined(typeof(FromBodyAttribute), inherit: false);

    private static Type? BodyOf(IEnumerable<object> metadata) => SignatureOf(metadata).FirstOrDefault(IsBody)?.ParameterInfo.ParameterType;

    private static void SetExample(IEnumerable<IOpenApiMediaType>? content, JsonNode? example)
    {
        foreach (var media in content?.OfType<OpenApiMediaType>() ?? [])
        {
            media.Example = example;
        }
    }

    // A stream is a text: the generator gives it the schema of the page.
    private static void DescribeStream(OpenApiResponse response, JsonNode? page)
    {
        if (response.Content?.TryGetValue("text/event-stream", out var stream) == true && stream is OpenApiMediaType text)
        {
            text.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            text.Example = $"id: 17\nevent: {page![0]!["type"]}\ndata: {page[0]!.ToJsonString()}\n\n";
        }
    }

    private static void LimitArray(OpenApiResponse response)
    {
        foreach (var media in response.Content?.Values ?? [])
        {
            if (media.Schema is OpenApiSchema { Type: JsonSchemaType.Array } array)
            {
                array.MaxItems = Page.MaxLimit;
            }
        }
    }

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(OpenApiOperation operation, DescribedResponse response)
    {
        var headers = new Dictionary<string, IOpenApiHeader>();
        var status = response.StatusCode;
        var takesKey = operation.Parameters?.Any(parameter => parameter.Name == BookstoreHeaders.IdempotencyKey) == true;
        var isTagged = response.Type == typeof(BookResource) || response.Type == typeof(OrderResource) || response.Type == typeof(DeliveryResource) || response.Type == typeof(RefundResource) || response.Type == typeof(ReturnResource) || response.Type == typeof(WebhookResource);
        Add(headers, status is 201 or 202 && operation.OperationId is not ("retryWork" or "replayWebhook"), "Location", "Where what was made can be read.");
        Add(headers, isTagged || status == 304, "ETag", "Changes whenever the body does.");
        var isFeed = operation.OperationId == "listEvents";
        Add(headers, status == 200 && isFeed, "Link", "`<…>; rel=\"next\"`: where the next page is, now or later; always there. Not with a stream.");
        Add(headers, status == 200 && !isFeed && operation.Parameters?.Any(parameter => parameter.Name == "after") == true, "Link", "`<…>; rel=\"next\"`: where the next page is; not there on the last one.");
        Add(headers, takesKey && status is 200 or 201 or 202 or 402, BookstoreHeaders.IdempotencyReplayed, "`true` where it is the answer of an earlier request with the same key.");
        Add(headers, status == 401, "WWW-Authenticate", operation.OperationId == Notifications ? "Asks for a signature." : "Asks for a key.");
        Add(headers, status is 429 or 503 || (status == 409 && CodesToRepeatLater.Any(code => response.Description!.Contains(code, StringComparison.Ordinal))), "Retry-After", "When to try again, in seconds.");
        Add(headers, status == 429, BookstoreHeaders.RateLimitPolicy, "How many requests the client may send (`q`) in so many seconds (`w`). Experimental.");
        Add(headers, status == 429, BookstoreHeaders.RateLimit, "How many requests are left (`r`), and after how many seconds all are there again (`t`). Experimental.");
        return headers.Count == 0 ? null : headers;
    }

    private static void Add(Dictionary<string, IOpenApiHeader> headers, bool applies, string name, string description)
    {
        if (applies)
        {
            headers.Add(name, new OpenApiHeader { Description = description, Schema = HeaderSchemas.Of(name) });
        }
    }

    private sealed record DescribedResponse(int StatusCode, Type? Type, string? Description);
}
