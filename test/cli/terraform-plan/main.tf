terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variable "suffix" {
  type    = string
  default = "one"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

# The bucket's ARN is known only after it is made: so is the document.
data "aws_iam_policy_document" "agent" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.data.arn}/*"]
  }
  statement {
    sid       = "Leaks"
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = ["*"]
    condition {
      test     = "Bool"
      variable = "aws:ViaAWSMCPService"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket" "data" {
  bucket_prefix = "data-"
}

resource "aws_iam_role" "agent" {
  name                 = "Agent-${var.suffix}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_role_policy" "known" {
  name = "known"
  role = aws_iam_role.agent.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Work", Effect = "Allow", Action = ["s3:*", "sqs:*"], Resource = "*" },
      { Sid = "OldDeny", Effect = "Deny", Action = "aws-mcp:InvokeMcp", Resource = "*" },
    ]
  })
}

resource "aws_iam_role_policy" "later" {
  name   = "later"
  role   = aws_iam_role.agent.name
  policy = data.aws_iam_policy_document.agent.json
}

resource "aws_iam_policy" "boundary" {
  name = "Boundary"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "shared" {
  count = 2
  name  = "Shared${count.index}"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = count.index == 0 ? "dynamodb:*" : "sns:*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "shared" {
  for_each   = { first = aws_iam_policy.shared[0].arn, aws = "arn:aws:iam::aws:policy/SecurityAudit" }
  role       = aws_iam_role.agent.name
  policy_arn = each.value
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_iam_group" "team" {
  name = "team"
}

resource "aws_iam_user_group_membership" "ann" {
  user   = aws_iam_user.ann.name
  groups = [aws_iam_group.team.name]
}

resource "aws_iam_group_policy" "team" {
  group  = aws_iam_group.team.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:StartInstances", Resource = "*" }] })
}

resource "aws_sqs_queue" "q" {
  name = "q"
}

resource "aws_sqs_queue_policy" "q" {
  queue_url = aws_sqs_queue.q.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid = "NoAgents", Effect = "Deny", Principal = "*", Action = "sqs:SendMessage", Resource = "*",
      Condition = { BoolIfExists = { "aws:ViaAWSMCPService" = "true" } }
    }]
  })
}

resource "aws_organizations_policy" "scp" {
  name    = "no-agents"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "NoDeletingByAgents", Effect = "Deny", Action = "s3:Delete*", Resource = "*", Condition = { Bool = { "aws:ViaAWSMCPService" = "true" } } }]
  })
}

module "queue" {
  source = "./queue"
  role   = aws_iam_role.agent.name
}
