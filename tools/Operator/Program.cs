using FlashFlow.Operator;
using FlashFlow.Operator.Audit;
using FlashFlow.Operator.Dead;
using FlashFlow.Operator.Demo;
using FlashFlow.Operator.Export;
using FlashFlow.Operator.Forget;
using FlashFlow.Operator.Key;
using FlashFlow.Operator.Prepare;
using FlashFlow.Operator.Rebuild;
using FlashFlow.Operator.Rooms;
using FlashFlow.Operator.Webhooks;

// What an operator needs.
return await Verb.RunAsync(
    args,
    "FlashFlow's tools for operators.",
    PrepareCommand.Create(),
    DemoCommand.Create(),
    AuditCommand.Create(),
    RebuildCommand.Create(),
    DeadCommand.Create(),
    KeyCommand.Create(),
    ExportCommand.Create(),
    ForgetCommand.Create(),
    WebhookCommand.Create(),
    RoomCommand.Create());
