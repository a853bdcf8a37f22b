using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bookstore.Samples;

/// <summary>Adds to the schemas what attributes of the types cannot say: values.</summary>
internal sealed class SchemaLimits : ISchemaFilter
{
    private const int MaxErrors = 100;
    private const int MaxMembers = 1_000;
    private const int MaxMessageLength = 1_000;

    private static readonly Dictionary<(Type Type, string Member), string[]> Values = new()
    {
        [(typeof(OrderResource), "status")] =
            [OrderStatuses.Pending, OrderStatuses.Created, OrderStatuses.Rejected, OrderStatuses.Cancelled, OrderStatuses.Delivered],
        [(typeof(OrderReceipt), "payment_status")] = [PaymentStatuses.NotRequired, PaymentStatuses.ActionRequired],
        [(typeof(OrderReceipt), "status")] = [OrderStatuses.Created, OrderStatuses.Pending],
        [(typeof(OrderResource), "payment_status")] =
        [
            PaymentStatuses.Pending, PaymentStatuses.Authorized, PaymentStatuses.Captured, PaymentStatuses.CaptureFailed, PaymentStatuses.Declined,
            PaymentStatuses.Voided, PaymentStatuses.Refunded, PaymentStatuses.NotRequired, PaymentStatuses.ActionRequired, PaymentStatuses.RefundFailed, PaymentStatuses.PartiallyRefunded,
        ],
        [(typeof(OrderResource), "fulfilment")] = [Fulfilments.None, Fulfilments.Partial, Fulfilments.Dispatched, Fulfilments.Delivered, Fulfilments.Returned],
        [(typeof(ReturnResource), "kind")] = [ReturnKinds.Return, ReturnKinds.Withdrawal],
        [(typeof(ReturnResource), "status")] =
        [
            ReturnStatuses.Requested, ReturnStatuses.Approved, ReturnStatuses.Rejected, ReturnStatuses.Received, ReturnStatuses.Completed, ReturnStatuses.Cancelled,
        ],
        [(typeof(ReturnAttentionResource), "reason")] = [ReturnAttentionReasons.NotDelivered, ReturnAttentionReasons.RefundNotMade],
        [(typeof(RefundResource), "status")] = [RefundStatuses.Pending, RefundStatuses.Succeeded, RefundStatuses.Failed],
        [(typeof(OrderDisputeResource), "status")] = [DisputeStatuses.Open, DisputeStatuses.Won, DisputeStatuses.Lost],
        [(typeof(OrderAttentionResource), "reason")] =
        [
            AttentionReasons.CaptureRefused, AttentionReasons.VoidRefused, AttentionReasons.RefundRefused, AttentionReasons.OutcomeUnknown, AttentionReasons.Contradiction,
            AttentionReasons.AuthorizationExpiring, AttentionReasons.Disputed,
        ],
        [(typeof(DeliveryAttentionResource), "reason")] =
        [
            DeliveryAttentionReasons.BookingRefused, DeliveryAttentionReasons.CancellationRefused, DeliveryAttentionReasons.OutcomeUnknown,
        ],
        [(typeof(PaymentResolutionResource), "kind")] = [PaymentResolutionKinds.MarkedDone, PaymentResolutionKinds.GivenUp],
        [(typeof(PaymentResolutionResource), "action")] = [PaymentActions.Capture, PaymentActions.Void, PaymentActions.Refund, PaymentActions.Authorize],
        [(typeof(CustomerErasureResource), "status")] = [CustomerErasureStatuses.Completed, CustomerErasureStatuses.InProgress, CustomerErasureStatuses.Waiting],
        [(typeof(WorkResource), "kind")] = [WorkKinds.Payment, WorkKinds.Refund, WorkKinds.Courier, WorkKinds.Webhook, WorkKinds.EventHandler, WorkKinds.Inbox, WorkKinds.Return],
        [(typeof(StartAuditBody), "kind")] = [AuditKinds.Verify, AuditKinds.Reconcile],
        [(typeof(AuditResource), "kind")] = [AuditKinds.Verify, AuditKinds.Reconcile],
        [(typeof(AuditResource), "status")] = [AuditStatuses.Running, AuditStatuses.Completed, AuditStatuses.Stopped, AuditStatuses.Failed],
        [(typeof(ReservationResource), "status")] = [ReservationStatuses.Held, ReservationStatuses.Released, ReservationStatuses.Expired, ReservationStatuses.Ordered],
        [(typeof(WorkResource), "state")] = [WorkStates.Due, WorkStates.Attention, WorkStates.Settled],
        [(typeof(WorkAttentionResource), "reason")] = [.. Reasons, ParkedReasons.NotDelivered, ParkedReasons.EndpointDisabled, ParkedReasons.NotificationFailed, ReturnAttentionReasons.RefundNotMade],
        [(typeof(MarkWorkDoneBody), "attention")] = Reasons,
        [(typeof(GiveUpWorkBody), "attention")] = Reasons,
        [(typeof(DeliveryResource), "status")] = Deliveries,
        [(typeof(MoveDeliveryBody), "status")] = Deliveries,
        [(typeof(StockMovementResource), "kind")] =
        [
            StockMovementKinds.Received, StockMovementKinds.Reserved, StockMovementKinds.Released, StockMovementKinds.Shipped,
            StockMovementKinds.Returned, StockMovementKinds.Adjusted,
        ],
        [(typeof(WebhookResource), "disable_reason")] =
            [WebhookDisableReasons.Requested, WebhookDisableReasons.Gone, WebhookDisableReasons.TriesUsedUp, WebhookDisableReasons.FailingForDays],
        [(typeof(WebhookDeliveryResource), "state")] =
        [
            WebhookDeliveryStates.Delivered, WebhookDeliveryStates.Failed, WebhookDeliveryStates.Retrying, WebhookDeliveryStates.Waiting, WebhookDeliveryStates.Parked,
        ],
        [(typeof(OrderAdjustmentBody), "kind")] =
            [AdjustmentKinds.Shipping, AdjustmentKinds.Tax, AdjustmentKinds.Discount, AdjustmentKinds.Fee, AdjustmentKinds.GiftWrap, AdjustmentKinds.Other],
        [(typeof(HealthResource), "status")] = ["live", "ready"],
    };

    private static readonly Dictionary<(Type Type, string Member), int> Denied = new() { [(typeof(ChangeStockBody), "quantity")] = 0 };

    private static string[] Reasons =>
    [
        AttentionReasons.CaptureRefused, AttentionReasons.VoidRefused, AttentionReasons.RefundRefused, AttentionReasons.OutcomeUnknown, AttentionReasons.Contradiction,
        AttentionReasons.AuthorizationExpiring, AttentionReasons.Disputed,
        DeliveryAttentionReasons.BookingRefused, DeliveryAttentionReasons.CancellationRefused,
    ];

    private static string[] Deliveries =>
    [
        DeliveryStatuses.Scheduled, DeliveryStatuses.Dispatched, DeliveryStatuses.InTransit, DeliveryStatuses.Delivered, DeliveryStatuses.Failed,
        DeliveryStatuses.Returned, DeliveryStatuses.Cancelled, DeliveryStatuses.Lost,
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(DeliveryAddress) && schema is OpenApiSchema address)
        {
            DescribeAddress(address, context);
            return;
        }

        if (schema is not OpenApiSchema { Properties: { } members } target)
        {
            return;
        }

        // What is not known is ignored, and a newer version may add to what is answered.
        target.AdditionalPropertiesAllowed = true;
        RequireWhatIsAlwaysThere(target, context.Type);
        LimitErrors(target, context.Type);
        DescribeData(target, context.Type);
        LimitTypes(target, context.Type);
        LimitMetadata(target, context.Type);
        foreach (var (name, member) in members)
        {
            if (member is OpenApiSchema { Type: { } type } text && type.HasFlag(JsonSchemaType.String))
            {
                // In milliseconds and UTC; a day is year, month and day.
                text.MaxLength = text.Format switch { "date-time" => 24, "date" => 10, _ => text.MaxLength };
            }

            if (member is OpenApiSchema number && Denied.TryGetValue((context.Type, name), out var denied))
            {
                number.Not = new OpenApiSchema { Enum = [denied] };
            }

            if (member is OpenApiSchema memberSchema && Values.TryGetValue((context.Type, name), out var values))
            {
                memberSchema.Enum = [.. values.Select(value => (JsonNode)value)];
            }
        }
    }

    private static void DescribeAddress(OpenApiSchema schema, SchemaFilterContext context)
    {
        (schema.Type, schema.Properties, schema.AdditionalPropertiesAllowed) = (null, null, true);
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Delivery.MaxAddressLength },
            context.SchemaGenerator.GenerateSchema(typeof(PostalAddressResource), context.SchemaRepository),
        ];
    }

    // Of the texts in an array an attribute can say nothing.
    private static void LimitTypes(OpenApiSchema schema, Type type)
    {
        if (type == typeof(BookResource) || type == typeof(SaveBookBody))
        {
            ((OpenApiSchema)schema.Properties!["published_on"]).Pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
        }

        if (type == typeof(PostalAddressResource) && schema.Properties!["lines"] is OpenApiSchema { Items: OpenApiSchema line } lines)
        {
            (lines.MinLength, lines.MaxLength, line.MinLength, line.MaxLength) = (null, null, 1, PostalAddress.MaxPartLength);
            ((OpenApiSchema)schema.Properties["country"]).Pattern = "^[A-Z]{2}$";
        }

        if (type == typeof(ReturnResource) && schema.Properties!["refund_ids"] is OpenApiSchema { Items: OpenApiSchema refund })
        {
            (refund.MinLength, refund.MaxLength) = (36, 36);
        }

        if (type == typeof(CustomerErasureResource) && schema.Properties!["waiting_order_ids"] is OpenApiSchema { Items: OpenApiSchema order })
        {
            (order.MinLength, order.MaxLength) = (36, 36);
        }

        if ((type == typeof(WebhookResource) || type == typeof(SaveWebhookBody)) && schema.Properties!["types"] is OpenApiSchema { Items: OpenApiSchema entry })
        {
            (entry.MinLength, entry.MaxLength) = (1, 50);
        }
    }

    // Of the names and values of a map an attribute can say nothing.
    private static void LimitMetadata(OpenApiSchema schema, Type type)
    {
        if ((type == typeof(OrderResource) || type == typeof(PlaceOrderBody)) && schema.Properties!["metadata"] is OpenApiSchema { AdditionalProperties: OpenApiSchema value } metadata)
        {
            (metadata.MaxItems, metadata.MaxLength, metadata.MinLength, metadata.MaxProperties) = (null, null, null, Order.MaxMetadata);
            metadata.PropertyNames = new OpenApiSchema { MinLength = 1, MaxLength = Order.MaxMetadataKeyLength };
            value.MaxLength = Order.MaxMetadataValueLength;
        }
    }

    // Of any JSON the generator says nothing.
    private static void DescribeData(OpenApiSchema schema, Type type)
    {
        if (type == typeof(EventResource) && schema.Properties!["data"] is OpenApiSchema data)
        {
            (data.Type, data.AdditionalPropertiesAllowed, data.MaxProperties) = (JsonSchemaType.Object, true, MaxMembers);
        }
    }

    // Of the members of members an attribute can say nothing.
    private static void LimitErrors(OpenApiSchema schema, Type type)
    {
        if (type == typeof(ProblemResource) && schema.Properties!["errors"] is OpenApiSchema { AdditionalProperties: OpenApiSchema { Items: OpenApiSchema message } messages } errors)
        {
            (errors.MaxProperties, messages.MaxItems, message.MaxLength) = (MaxErrors, MaxErrors, MaxMessageLength);
        }
    }

    // Optional members of a request may be null; those of an answer are left out instead.
    private static void RequireWhatIsAlwaysThere(OpenApiSchema schema, Type type)
    {
        if (type == typeof(OrderResource))
        {
            schema.Required!.Add("payment_tx_id");
        }

        if (type == typeof(ProblemResource))
        {
            schema.Required = new HashSet<string> { "type", "title", "status", "detail", "code", "message", "trace_id" };
        }

        if (type.Name.EndsWith("Body", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var (name, member) in schema.Properties!)
        {
            if (name != "payment_tx_id" && member is OpenApiSchema target)
            {
                target.Type &= ~JsonSchemaType.Null;
            }
        }
    }
}
