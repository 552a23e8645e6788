variable "role" {
  type = string
}

resource "aws_iam_role_policy" "queue" {
  name   = "queue"
  role   = var.role
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:DeleteQueue", Resource = "*" }] })
}
