import { App } from 'aws-cdk-lib';
import { defineOrganization } from './lib/organization';

defineOrganization(new App());
